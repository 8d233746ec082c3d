/** The embedded store in memory, as fast as it gets and gone with the process. */
@NullMarked
package org.reprise.store.memory;

import org.jspecify.annotations.NullMarked;
