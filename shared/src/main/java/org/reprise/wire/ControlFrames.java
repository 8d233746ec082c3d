package org.reprise.wire;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;
import org.reprise.wire.Frame.Ack;
import org.reprise.wire.Frame.ClientMessage;
import org.reprise.wire.Frame.Hello;
import org.reprise.wire.Frame.Outcome;
import org.reprise.wire.Frame.Ping;
import org.reprise.wire.Frame.Pong;
import org.reprise.wire.Frame.Refused;
import org.reprise.wire.Frame.Welcome;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The frames that are JSON objects in either format: all but heads and entries. */
final class ControlFrames {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    // Texts that were cut in mid-character come through.
                    .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    // A WebSocket text is UTF-8.
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private static final HexFormat HEX = HexFormat.of();

    private ControlFrames() {}

    static WireMessage encode(Frame frame) {
        return new WireMessage.Text(ByteBuffer.wrap(JSON.writeValueAsBytes(node(frame))));
    }

    static ObjectNode object(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode node(Frame frame) {
        if (frame instanceof Hello hello) {
            return object(frame.type())
                    .put("token", hello.token())
                    .put("epoch", epoch(hello.position().epoch()))
                    .put("lastSequence", hello.position().lastSequence());
        }
        if (frame instanceof ClientMessage said) {
            ObjectNode node = object(frame.type()).put("clientMessageId", said.clientMessageId());
            node.putObject("message")
                    .put("id", said.message().id())
                    .put("content", said.message().content())
                    .put("at", said.message().at().toString());
            return node;
        }
        if (frame instanceof Ping ping) {
            return object(frame.type()).put("nonce", ping.nonce());
        }
        if (frame instanceof Pong pong) {
            return object(frame.type()).put("nonce", pong.nonce());
        }
        if (frame instanceof Ack ack) {
            return object(frame.type())
                    .put("clientMessageId", ack.clientMessageId())
                    .put("sequence", ack.sequence());
        }
        if (frame instanceof Refused refused) {
            return object(frame.type()).put("code", word(refused.code()));
        }
        if (frame instanceof Welcome welcome) {
            return node(welcome);
        }
        throw new IllegalArgumentException("a frame of type " + frame.type() + " is not a control frame");
    }

    private static ObjectNode node(Welcome welcome) {
        ObjectNode node = object(welcome.type())
                .put("outcome", word(welcome.outcome()))
                .put("epoch", epoch(welcome.epoch()))
                .put("attachment", welcome.attachment())
                .put("from", welcome.from())
                .put("to", welcome.to())
                .put("lastClientMessageId", welcome.lastClientMessageId())
                .put("headDigest", welcome.headDigest());
        welcome.dropped().forEach(node.putArray("dropped")::add);
        return node;
    }

    /** @throws FrameException if the text, in UTF-8, is not a JSON object with a type */
    static JsonNode parse(Payload text) {
        try {
            JsonNode node = JSON.readTree(text.bytes(), text.offset(), text.length());
            if (!node.isObject() || !node.path("type").isString()) {
                throw bad("a frame must be a JSON object with a type");
            }
            return node;
        } catch (JacksonException e) {
            // What is beyond the parser's bounds has no place.
            TokenStreamLocation at = e.getLocation();
            throw bad(
                    at == null
                            ? "JSON that is nested too deeply, or has too long or too many names or numbers"
                            : "not JSON, at byte " + at.getColumnNr());
        }
    }

    /** @throws FrameException if the object is not a control frame */
    static Frame decode(JsonNode node) {
        String type = node.path("type").asString();
        return switch (type) {
            case "hello" -> new Hello(text(node, "token"), new Position(epoch(node), integer(node, "lastSequence")));
            case "message" -> new ClientMessage(integer(node, "clientMessageId"), message(node.path("message")));
            case "ping" -> new Ping(integer(node, "nonce"));
            case "pong" -> new Pong(integer(node, "nonce"));
            case "ack" -> new Ack(integer(node, "clientMessageId"), integer(node, "sequence"));
            case "refused" -> new Refused(word(node, "code", RefusalCode::valueOf));
            case "welcome" -> welcome(node);
            default -> throw bad("unknown frame type '" + shortened(type) + "'");
        };
    }

    private static Message message(JsonNode node) {
        return Message.of(text(node, "id"), Role.USER, text(node, "content"), instant(node, "at"));
    }

    private static Welcome welcome(JsonNode node) {
        List<String> dropped = new ArrayList<>();
        for (JsonNode name : node.path("dropped")) {
            if (!name.isString()) {
                throw bad("'dropped' must hold names");
            }
            dropped.add(name.asString());
        }
        return new Welcome(
                word(node, "outcome", Outcome::valueOf),
                epoch(node),
                integer(node, "attachment"),
                integer(node, "from"),
                integer(node, "to"),
                integer(node, "lastClientMessageId"),
                text(node, "headDigest"),
                dropped);
    }

    /** Epochs are random 64 bits, more than JavaScript's numbers hold. */
    private static String epoch(long epoch) {
        return HEX.toHexDigits(epoch);
    }

    private static long epoch(JsonNode node) {
        String digits = text(node, "epoch");
        try {
            return HexFormat.fromHexDigitsToLong(digits);
        } catch (IllegalArgumentException e) {
            throw bad("'epoch' must be at most 16 hexadecimal digits");
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            throw bad("'" + field + "' must be a text");
        }
        return value.asString();
    }

    static long integer(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad("'" + field + "' must be an integer of 64 bits");
        }
        return value.asLong();
    }

    private static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeException e) {
            throw bad("'" + field + "' must be an ISO 8601 time with its offset");
        }
    }

    private static <E> E word(JsonNode node, String field, Function<String, E> parse) {
        String word = text(node, field);
        try {
            return parse.apply(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw bad("'" + field + "' has the unknown value '" + shortened(word) + "'");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shortened(String word) {
        return word.length() <= 24 ? word : word.substring(0, 24) + "…";
    }

    static FrameException bad(String reason) {
        return new FrameException(CloseCode.BAD_FRAME, reason);
    }
}
