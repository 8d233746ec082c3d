/** Fixtures for JUnit 5 tests of what happens to sessions over real connections. */
@NullMarked
package org.reprise.stress.junit;

import org.jspecify.annotations.NullMarked;
