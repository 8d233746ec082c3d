package org.reprise.stress.server;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The registry: for each session that this process serves, its newest attachment here. */
final class LiveSessions {

    private final ConcurrentMap<String, LiveSession> sessions = new ConcurrentHashMap<>();

    /** Makes {@code live} the one of its session. Answers the one before. */
    Optional<LiveSession> put(LiveSession live) {
        return Optional.ofNullable(sessions.put(live.attachment().sessionId(), live));
    }

    Optional<LiveSession> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    /** Forgets a session. Answers what was known of it. */
    Optional<LiveSession> remove(String sessionId) {
        return Optional.ofNullable(sessions.remove(sessionId));
    }

    /** Forgets those whose time is over, whichever process has served or expired them since. */
    void removeOver(Instant now) {
        sessions.values().removeIf(live -> live.isOver(now));
    }

    int size() {
        return sessions.size();
    }
}
