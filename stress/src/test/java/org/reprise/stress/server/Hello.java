package org.reprise.stress.server;

/** What raw clients say, as JSON. */
final class Hello {

    static final String JSON = "reprise.json.v1";
    static final String NO_EPOCH = "0000000000000000";

    private Hello() {}

    static String with(String token) {
        return with(token, NO_EPOCH, "0");
    }

    static String with(String token, String epoch, String sequence) {
        return "{\"type\":\"hello\",\"token\":\"" + token + "\",\"epoch\":\"" + epoch + "\",\"lastSequence\":"
                + sequence + "}";
    }

    static String message(long id, String content) {
        return "{\"type\":\"message\",\"clientMessageId\":" + id + ",\"message\":{\"id\":\"raw-" + id
                + "\",\"content\":\"" + content + "\",\"at\":\"2026-01-01T00:00:00Z\"}}";
    }
}
