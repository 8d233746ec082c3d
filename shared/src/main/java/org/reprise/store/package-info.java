/** The context store contract: what a service keeps of its sessions, as one encoded head and numbered entries each. */
@NullMarked
package org.reprise.store;

import org.jspecify.annotations.NullMarked;
