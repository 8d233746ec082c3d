package org.reprise.context;

import java.util.Map;
import java.util.Objects;

/**
 * Where an agent stands in what it is doing.
 *
 * @param name which workflow; empty if the agent follows none
 * @param step the step that it is at
 * @param status how the workflow as a whole is doing
 * @param state what the workflow has gathered so far, in the order it was given
 */
public record Workflow(String name, String step, Status status, Map<String, Value> state) {

    /** How a workflow is doing. */
    public enum Status {
        /** Not begun. */
        PENDING,
        /** The agent is at work. */
        RUNNING,
        /** The agent waits for the user or for a tool. */
        WAITING,
        /** Ended as it should. */
        COMPLETED,
        /** Ended by an error. */
        FAILED,
        /** Ended by somebody's wish. */
        CANCELLED
    }

    /** No workflow. */
    public static final Workflow NONE = new Workflow("", "", Status.PENDING, Map.of());

    public Workflow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        state = Ordered.copyOf(state);
    }
}
