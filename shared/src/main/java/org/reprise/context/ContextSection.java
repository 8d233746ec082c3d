package org.reprise.context;

/** The parts of a context that are digested and compared one by one. */
public enum ContextSection {
    /** Session, user and agent ids, and the head's times. */
    IDENTITY,
    /** Messages and tool call records, in sequence. */
    HISTORY,
    /** The last known state of each tool call. */
    TOOL_CALLS,
    /** The agent's variables. */
    MEMORY,
    /** Name, step, status and state of the workflow. */
    WORKFLOW,
    /** The user's preferences. */
    PREFERENCES
}
