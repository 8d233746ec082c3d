/** Tries to break a resumed session over real WebSocket connections and judges what happens with oracles. */
@NullMarked
package org.reprise.stress;

import org.jspecify.annotations.NullMarked;
