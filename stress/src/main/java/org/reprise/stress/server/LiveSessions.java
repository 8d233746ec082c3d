package org.reprise.stress.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The registry: for each session that this process serves, its newest attachment here. */
final class LiveSessions {

    private final ConcurrentMap<String, LiveSession> sessions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> byUser = new ConcurrentHashMap<>();

    /** Makes {@code live} the one of its session. Answers the one before. */
    Optional<LiveSession> put(LiveSession live) {
        byUser.merge(live.userId(), 1, Integer::sum);
        return gone(sessions.put(live.attachment().sessionId(), live));
    }

    Optional<LiveSession> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    /** Forgets a session. Answers what was known of it. */
    Optional<LiveSession> remove(String sessionId) {
        return gone(sessions.remove(sessionId));
    }

    /** Forgets those whose time is over, whichever process has served or expired them since. */
    void removeOver(Instant now) {
        sessions.forEach((sessionId, live) -> {
            if (live.isOver(now) && sessions.remove(sessionId, live)) {
                gone(live);
            }
        });
    }

    private Optional<LiveSession> gone(@Nullable LiveSession live) {
        if (live != null) {
            byUser.computeIfPresent(live.userId(), (userId, count) -> count == 1 ? null : count - 1);
        }
        return Optional.ofNullable(live);
    }

    /** All that are here now. */
    List<LiveSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return sessions.size();
    }

    /** How many of them are a user's. */
    int sizeOf(String userId) {
        return byUser.getOrDefault(userId, 0);
    }
}
