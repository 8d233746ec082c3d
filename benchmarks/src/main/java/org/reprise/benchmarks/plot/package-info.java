/** A picture of measured results. */
@NullMarked
package org.reprise.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
