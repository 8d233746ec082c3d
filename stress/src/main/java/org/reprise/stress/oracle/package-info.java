/** What must hold, whatever the scenario: each oracle judges one thing and names the expected and the observed. */
@NullMarked
package org.reprise.stress.oracle;

import org.jspecify.annotations.NullMarked;
