/** Processes that end with the one that has started them. */
@NullMarked
package org.reprise.process;

import org.jspecify.annotations.NullMarked;
