/** The commands of the stress jar: what is run, how it is shown, and what is written. */
@NullMarked
package org.reprise.stress.run;

import org.jspecify.annotations.NullMarked;
