/** The embedded store that outlives its process: one SQLite file, written by many threads in shared commits. */
@NullMarked
package org.reprise.store.sqlite;

import org.jspecify.annotations.NullMarked;
