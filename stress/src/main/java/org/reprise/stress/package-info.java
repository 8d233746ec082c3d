/** Puts sessions through reconnects over real WebSockets, and says whether they survive. */
@NullMarked
package org.reprise.stress;

import org.jspecify.annotations.NullMarked;
