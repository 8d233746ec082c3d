package org.reprise.context;

/** Whether something outlives a medium outage. */
public enum Durability {
    /** Kept as long as the session is. */
    DURABLE,
    /** Scratch: kept through a brief outage, dropped and listed when the session is parked. */
    TRANSIENT
}
