/** The scenarios: scripts of steps that real clients go through; what they find, oracles judge. */
@NullMarked
package org.reprise.stress.scenario;

import org.jspecify.annotations.NullMarked;
