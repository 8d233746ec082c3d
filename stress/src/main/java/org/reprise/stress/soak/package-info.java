/** Soaks: cycles and traffic for as long as one likes, with a footprint that stays as it is. */
@NullMarked
package org.reprise.stress.soak;

import org.jspecify.annotations.NullMarked;
