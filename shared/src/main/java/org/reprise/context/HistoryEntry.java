package org.reprise.context;

/**
 * One entry of a session's history.
 *
 * <p>A history only grows: its entries are numbered 1, 2, 3 … and never change. What can change, the state of a tool
 * call, is recorded by a further {@link ToolCall} entry with the same id.
 */
public sealed interface HistoryEntry permits Message, ToolCall {

    /** The id that its author gave it; never null. */
    String id();
}
