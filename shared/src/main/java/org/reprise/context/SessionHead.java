package org.reprise.context;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The part of a context that is small and replaced as a whole; the last write wins.
 *
 * @param sessionId the session
 * @param userId whose it is
 * @param agentId the agent that serves it
 * @param createdAt when the session began
 * @param updatedAt when the head was last replaced
 * @param workflow where the agent stands
 * @param memory the agent's variables by name, in the order they were given
 * @param preferences the user's preferences by name, in the order they were given
 */
public record SessionHead(
        String sessionId,
        String userId,
        String agentId,
        Instant createdAt,
        Instant updatedAt,
        Workflow workflow,
        Map<String, Variable> memory,
        Map<String, Value> preferences) {

    public SessionHead {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(workflow, "workflow");
        memory = Ordered.copyOf(memory);
        preferences = Ordered.copyOf(preferences);
    }

    /** This head with {@code memory} instead of its own. */
    public SessionHead withMemory(Map<String, Variable> memory) {
        return new SessionHead(sessionId, userId, agentId, createdAt, updatedAt, workflow, memory, preferences);
    }
}
