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

    private static final byte LINE_FEED = '\n';
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
        return ControlFrames.encode(frame);
    }

    private static WireMessage lines(ObjectNode first, Payload rest) {
        byte[] line = first.toString().getBytes(StandardCharsets.UTF_8);
        return new WireMessage.Text(ByteBuffer.allocate(line.length + 1 + rest.length())
                .put(line)
                .put(LINE_FEED)
                .put(rest.bytes(), rest.offset(), rest.length())
                .flip());
    }

    @Override
    public Frame decode(WireMessage message) {
        if (!(message instanceof WireMessage.Text)) {
            throw ControlFrames.bad("binary messages are not part of " + subprotocol());
        }
        Payload all = Payload.of(message.bytes());
        int end = lineEnd(all);
        if (end == all.length()) {
            return ControlFrames.decode(ControlFrames.parse(all));
        }
        JsonNode first = ControlFrames.parse(new Payload(all.bytes(), all.offset(), end));
        Payload rest = all.after(end + 1);
        String type = first.path("type").asString();
        return switch (type) {
            case "head" -> new Frame.Head(rest);
            case "entries" ->
                new Frame.Entries(
                        ControlFrames.integer(first, "first"), (int) ControlFrames.integer(first, "count"), rest);
            default -> throw ControlFrames.bad("a frame of this type must be one line");
        };
    }

    /** How many bytes are before the first line feed. */
    private static int lineEnd(Payload text) {
        int end = 0;
        while (end < text.length() && text.bytes()[text.offset() + end] != LINE_FEED) {
            end++;
        }
        return end;
    }
}
