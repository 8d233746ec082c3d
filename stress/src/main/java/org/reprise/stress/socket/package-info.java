/** What either end does with a Jetty WebSocket, whoever speaks over it. */
@NullMarked
package org.reprise.stress.socket;

import org.jspecify.annotations.NullMarked;
