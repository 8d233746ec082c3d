/** Draws saved results and comparisons as one HTML page that needs no network. */
@NullMarked
package org.reprise.benchmarks.report;

import org.jspecify.annotations.NullMarked;
