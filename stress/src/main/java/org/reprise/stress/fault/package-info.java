/** What goes wrong on the way between a client and a server: a proxy for one client's connections that does it. */
@NullMarked
package org.reprise.stress.fault;

import org.jspecify.annotations.NullMarked;
