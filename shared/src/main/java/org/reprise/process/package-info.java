/** What is done when this process ends, and processes that end with it. */
@NullMarked
package org.reprise.process;

import org.jspecify.annotations.NullMarked;
