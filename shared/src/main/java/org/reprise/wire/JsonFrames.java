package org.reprise.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code reprise.json.v1}: text messages. A head or entries frame is a JSON object on the first line, and the encoded
 * head or entries, a line each, behind it.
 */
public final class JsonFrames implements FrameFormat {

    private static final JsonCodec CODEC = new JsonCodec();

    @Override
    public String subprotocol() {
        return "reprise.json.v1";
    }

    @Override
    public ContextCodec codec() {
        return CODEC;
    }

    @Override
    public WireMessage encode(Frame frame) {
        if (frame instanceof Frame.Head head) {
            return lines(ControlFrames.object(head.type()), head.head());
        }
        if (frame instanceof Frame.Entries entries) {
            ObjectNode first = ControlFrames.object(entries.type())
                    .put("first", entries.first())
                    .put("count", entries.count());
            return lines(first, entries.entries());
        }
        return new WireMessage.Text(ControlFrames.encode(frame));
    }

    private static WireMessage lines(ObjectNode first, Payload rest) {
        return new WireMessage.Text(
                first + "\n" + new String(rest.bytes(), rest.offset(), rest.length(), StandardCharsets.UTF_8));
    }

    @Override
    public Frame decode(String text) {
        int end = text.indexOf('\n');
        JsonNode first = ControlFrames.parse(end < 0 ? text : text.substring(0, end));
        if (end < 0) {
            return ControlFrames.decode(first);
        }
        Payload rest = Payload.of(text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
        String type = first.path("type").asString();
        return switch (type) {
            case "head" -> new Frame.Head(rest);
            case "entries" ->
                new Frame.Entries(
                        ControlFrames.integer(first, "first"), (int) ControlFrames.integer(first, "count"), rest);
            default -> throw ControlFrames.bad("a frame of this type must be one line");
        };
    }

    @Override
    public Frame decode(ByteBuffer bytes) {
        throw ControlFrames.bad("binary messages are not part of " + subprotocol());
    }
}
