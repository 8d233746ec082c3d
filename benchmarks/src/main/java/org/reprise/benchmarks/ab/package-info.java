/** Runs the benchmarks of two jars as interleaved pairs of single forks. */
@NullMarked
package org.reprise.benchmarks.ab;

import org.jspecify.annotations.NullMarked;
