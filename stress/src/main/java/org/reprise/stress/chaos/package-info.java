/** Chaos: scripts of faults, drawn from a seed, over many sessions at once, judged by every oracle and shrunk if they fail. */
@NullMarked
package org.reprise.stress.chaos;

import org.jspecify.annotations.NullMarked;
