/** Judges what several clients saw of a store at once: could it have come about one call at a time? */
package org.reprise.store.linearizability;
