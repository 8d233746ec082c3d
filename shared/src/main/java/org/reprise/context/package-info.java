/** What a session knows: an immutable context, its digest, and the comparison of two contexts. */
@NullMarked
package org.reprise.context;

import org.jspecify.annotations.NullMarked;
