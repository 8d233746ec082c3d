package org.reprise.context;

/** Who speaks in a message. */
public enum Role {
    /** The instructions that the agent runs under. */
    SYSTEM,
    /** The person. */
    USER,
    /** The agent. */
    ASSISTANT,
    /** A tool, answering a call. */
    TOOL
}
