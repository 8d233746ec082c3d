/** The frames of the resume protocol, as JSON text and as binary messages; PROTOCOL.md beside the module specifies them. */
@NullMarked
package org.reprise.wire;

import org.jspecify.annotations.NullMarked;
