/** The client that comes back: holds a replica of its session, reconnects, and resends what was not acked. */
@NullMarked
package org.reprise.stress.client;

import org.jspecify.annotations.NullMarked;
