/** How fast is a context serialized, by our codecs and by other libraries? */
@NullMarked
package org.reprise.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
