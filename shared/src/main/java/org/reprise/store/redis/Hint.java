package org.reprise.store.redis;

import java.nio.charset.StandardCharsets;
import org.reprise.store.Attachment;

/**
 * What an index has of a session: the attachment that was detached, or is about to be. Once another is the newest it tells
 * nothing, now or ever again, so that whoever finds it then may take it away at any time.
 */
record Hint(Attachment attachment) {

    /** No name of a session has it. */
    private static final String SEPARATOR = " ";

    /** What {@link #member} was made of. */
    static Hint of(byte[] member) {
        String[] parts = new String(member, StandardCharsets.US_ASCII).split(SEPARATOR);
        return new Hint(
                new Attachment(new Keys(parts[0]).sessionId(), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    /** Of the attachment before it, if there was one. */
    Hint before() {
        return new Hint(new Attachment(attachment.sessionId(), attachment.epoch(), attachment.number() - 1));
    }

    Keys keys() {
        return Keys.of(attachment.sessionId());
    }

    byte[] member() {
        return (keys().name() + SEPARATOR + attachment.epoch() + SEPARATOR + attachment.number())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
