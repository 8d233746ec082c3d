/** The Jetty server: each WebSocket connection speaks the resume protocol over a resume service. */
@NullMarked
package org.reprise.stress.server;

import org.jspecify.annotations.NullMarked;
