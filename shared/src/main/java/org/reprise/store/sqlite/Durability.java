package org.reprise.store.sqlite;

/** What an append that has been acked survives. */
public enum Durability {
    /** The loss of power: the disk has said that it is written. */
    FULL,
    /** The end of the process, however sudden; a loss of power may take the last moments. */
    NORMAL
}
