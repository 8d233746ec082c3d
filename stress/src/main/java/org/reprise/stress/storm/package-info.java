/** Storms: all sessions dropped and back at once, by a load client that costs little, against a server process of its own. */
@NullMarked
package org.reprise.stress.storm;

import org.jspecify.annotations.NullMarked;
