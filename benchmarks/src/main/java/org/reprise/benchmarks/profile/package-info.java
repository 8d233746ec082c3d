/** What JMH can measure beside time, by profilers of our own. */
@NullMarked
package org.reprise.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
