/** Opening, resuming and ending sessions: tokens, retention, and what a client that comes back is told. */
@NullMarked
package org.reprise.resume;

import org.jspecify.annotations.NullMarked;
