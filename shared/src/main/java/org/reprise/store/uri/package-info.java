/** Stores by their URIs, so that every program names them alike. */
@NullMarked
package org.reprise.store.uri;

import org.jspecify.annotations.NullMarked;
