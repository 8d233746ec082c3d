/** Servers in processes of their own, which can be killed, frozen and started again. */
@NullMarked
package org.reprise.stress.process;

import org.jspecify.annotations.NullMarked;
