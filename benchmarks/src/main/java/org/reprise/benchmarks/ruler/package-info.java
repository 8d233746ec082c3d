/** Is the machine itself steady while others are measured on it? */
@NullMarked
package org.reprise.benchmarks.ruler;

import org.jspecify.annotations.NullMarked;
