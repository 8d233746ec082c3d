/** An agent that replays conversations, so that what a session must hold is known at every step. */
@NullMarked
package org.reprise.stress.agent;

import org.jspecify.annotations.NullMarked;
