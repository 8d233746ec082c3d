/** How fast is a session restored and appended to? */
@NullMarked
package org.reprise.benchmarks.resume;

import org.jspecify.annotations.NullMarked;
