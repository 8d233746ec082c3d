package org.reprise.stress.storm;

import java.util.Objects;

/**
 * What a session holds, as it is stored and as it has to come back, byte for byte.
 *
 * @param sessionId the session
 * @param token lets its owner in
 * @param head the encoded head; not to be changed
 * @param headDigest its SHA-256, as a welcome tells it
 * @param entries the encoded entries, one after another; not to be changed
 * @param count how many entries these are
 */
record Holding(String sessionId, String token, byte[] head, String headDigest, byte[] entries, int count) {
    Holding {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(headDigest, "headDigest");
    }
}
