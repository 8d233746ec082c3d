/** Runs benchmarks with JMH: what is run, whether it can be, whether it was, and what came out. */
@NullMarked
package org.reprise.benchmarks.run;

import org.jspecify.annotations.NullMarked;
