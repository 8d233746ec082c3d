/** The libraries measured beside our codecs, one adapter each, configured as their documentation advises for speed. */
@NullMarked
package org.reprise.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
