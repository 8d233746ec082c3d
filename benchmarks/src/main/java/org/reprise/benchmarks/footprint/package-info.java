/** How many bytes does a context take: decoded, stored and encoded? */
@NullMarked
package org.reprise.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
