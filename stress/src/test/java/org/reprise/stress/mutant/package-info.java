/** Servers, stores and clients that each carry one known bug, to prove that the oracles can fail. */
@NullMarked
package org.reprise.stress.mutant;

import org.jspecify.annotations.NullMarked;
