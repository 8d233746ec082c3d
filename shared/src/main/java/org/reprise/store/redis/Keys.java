package org.reprise.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of one session. They share a hash tag, so that a cluster keeps them on one node.
 *
 * @param name the session's id as keys hold it
 */
record Keys(String name) {

    /** With the number of the layout: processes of another do not see one another's sessions. */
    private static final String PREFIX = "reprise:3:";

    private static final int UNIT_DIGITS = 4;

    /** What is kept of all sessions: the names of all, by when they were detached, and by when they expire. */
    static final byte[] SESSIONS = bytes(PREFIX + "sessions");

    static final byte[] DETACHED = bytes(PREFIX + "detached");
    static final byte[] EXPIRING = bytes(PREFIX + "expiring");

    /** The processes that have attached sessions. */
    static final byte[] NODES = bytes(PREFIX + "nodes");

    static Keys of(String sessionId) {
        return new Keys(encode(sessionId));
    }

    /** Says that a process is alive. */
    static byte[] lease(String node) {
        return bytes(PREFIX + "lease:" + node);
    }

    /** Says that a token has been revoked. */
    static byte[] revoked(String tokenId) {
        return bytes("reprise:revoked:" + encode(tokenId));
    }

    /** The sessions that a process has attached. */
    static byte[] attachedBy(String node) {
        return bytes(PREFIX + "attached:" + node);
    }

    byte[] session() {
        return key("session");
    }

    byte[] entries() {
        return key("entries");
    }

    byte[] index() {
        return key("index");
    }

    byte[] parked() {
        return key("parked");
    }

    byte[][] all() {
        return new byte[][] {session(), entries(), index(), parked()};
    }

    /** All, and another that is no session's. */
    byte[][] allAnd(byte[] other) {
        byte[][] all = all();
        byte[][] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = other;
        return more;
    }

    private byte[] key(String part) {
        return bytes(PREFIX + "{" + name + "}:" + part);
    }

    byte[] member() {
        return bytes(name);
    }

    /** The id that a name stands for. */
    String sessionId() {
        StringBuilder id = new StringBuilder();
        for (int i = 1; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                id.append((char) Integer.parseInt(name, i + 1, i + 1 + UNIT_DIGITS, 16));
                i += UNIT_DIGITS;
            } else {
                id.append(name.charAt(i));
            }
        }
        return id.toString();
    }

    /** Braces would end the hash tag, and an empty one would be none; any other text comes back as it was. */
    private static String encode(String sessionId) {
        StringBuilder name = new StringBuilder("s");
        for (char unit : sessionId.toCharArray()) {
            if (unit > ' ' && unit < 0x7F && unit != '{' && unit != '}' && unit != '%') {
                name.append(unit);
            } else {
                name.append('%').append(String.format("%04x", (int) unit));
            }
        }
        return name.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
