/** How a context becomes bytes and comes back: the codec contract, the binary codec and the JSON codec. */
@NullMarked
package org.reprise.codec;

import org.jspecify.annotations.NullMarked;
