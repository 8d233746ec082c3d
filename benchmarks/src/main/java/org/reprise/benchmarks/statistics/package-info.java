/** Tests, intervals and stopping rules for ratios of measured times, whose unit is the fork: pure functions. */
@NullMarked
package org.reprise.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
