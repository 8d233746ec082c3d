/** Measured results as files that both mains write: JMH-format JSON. */
@NullMarked
package org.reprise.result;

import org.jspecify.annotations.NullMarked;
