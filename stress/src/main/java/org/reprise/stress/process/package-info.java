/** Servers in processes of their own, which can be killed, frozen and started again, and how this one was started. */
@NullMarked
package org.reprise.stress.process;

import org.jspecify.annotations.NullMarked;
