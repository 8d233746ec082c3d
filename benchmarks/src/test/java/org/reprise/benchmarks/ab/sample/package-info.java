/** Benchmarks of which the tests make jars. */
@NullMarked
package org.reprise.benchmarks.ab.sample;

import org.jspecify.annotations.NullMarked;
