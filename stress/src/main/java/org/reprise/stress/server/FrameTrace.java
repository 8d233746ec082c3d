package org.reprise.stress.server;

/** Is told of each frame, for those who look for an error. No frame shows a token. */
@FunctionalInterface
public interface FrameTrace {

    /** No trace. */
    FrameTrace OFF = (event, what) -> {};

    /** Something has happened on a connection: {@code event} says what, {@code what} to which frame. */
    void trace(String event, Object what);
}
