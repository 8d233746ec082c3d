/** Measures how fast contexts are serialized, stored and restored. */
@NullMarked
package org.reprise.benchmarks;

import org.jspecify.annotations.NullMarked;
