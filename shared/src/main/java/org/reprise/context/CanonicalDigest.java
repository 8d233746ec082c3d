package org.reprise.context;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** SHA-256 over the canonical form of a context's parts. Not thread-safe. */
final class CanonicalDigest {

    private static final int BUFFER_BYTES = 1_024;

    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    /** Ends the digest. */
    String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    CanonicalDigest text(String text) {
        number(text.length());
        for (int from = 0; from < text.length(); ) {
            reserve(Character.BYTES);
            int to = Math.min(text.length(), from + buffer.remaining() / Character.BYTES);
            for (int i = from; i < to; i++) {
                buffer.putChar(text.charAt(i));
            }
            from = to;
        }
        return this;
    }

    CanonicalDigest instant(Instant instant) {
        return number(instant.getEpochSecond()).number(instant.getNano());
    }

    <T> CanonicalDigest list(Collection<T> items, BiConsumer<CanonicalDigest, T> each) {
        number(items.size());
        items.forEach(item -> each.accept(this, item));
        return this;
    }

    <T> void map(Map<String, T> map, BiConsumer<CanonicalDigest, T> each) {
        list(
                new TreeMap<>(map).entrySet(),
                (digest, field) -> each.accept(digest.text(field.getKey()), field.getValue()));
    }

    void variable(Variable variable) {
        text(variable.durability().name());
        value(variable.value());
    }

    void value(Value value) {
        if (value instanceof Value.Text text) {
            tag('t').text(text.text());
        } else if (value instanceof Value.Int number) {
            tag('i').number(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            tag('d').text(decimal.number().unscaledValue().toString())
                    .number(decimal.number().scale());
        } else if (value instanceof Value.Bool bool) {
            tag(bool.flag() ? 'y' : 'n');
        } else if (value instanceof Value.Items items) {
            tag('l').list(items.items(), CanonicalDigest::value);
        } else if (value instanceof Value.Fields fields) {
            tag('m').map(fields.fields(), CanonicalDigest::value);
        } else {
            tag('0');
        }
    }

    void entry(HistoryEntry entry) {
        if (entry instanceof Message message) {
            tag('M').text(message.id())
                    .text(message.role().name())
                    .optional(message.content())
                    .instant(message.at())
                    .list(message.toolCallIds(), CanonicalDigest::text)
                    .optional(message.answersCallId());
        } else {
            ToolCall call = (ToolCall) entry;
            tag('C').text(call.id())
                    .text(call.name())
                    .text(call.arguments())
                    .optional(call.result())
                    .text(call.status().name());
            if (call.duration() == null) {
                tag('0');
            } else {
                tag('1').number(call.duration().getSeconds())
                        .number(call.duration().getNano());
            }
        }
    }

    private CanonicalDigest optional(@Nullable String text) {
        return text == null ? tag('0') : tag('1').text(text);
    }

    private CanonicalDigest tag(char tag) {
        reserve(Character.BYTES);
        buffer.putChar(tag);
        return this;
    }

    private CanonicalDigest number(long number) {
        reserve(Long.BYTES);
        buffer.putLong(number);
        return this;
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        buffer.flip();
        digest.update(buffer);
        buffer.clear();
    }
}
