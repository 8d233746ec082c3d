package org.reprise.wire;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionHead;

/** The examples of PROTOCOL.md are what the code sends and takes. */
class ProtocolExamplesTest {

    private static final FrameFormat JSON = new JsonFrames();
    private static final FrameFormat BINARY = new BinaryFrames();

    @Test
    void everyControlFrame_isShownAsItIsSent() throws IOException {
        List<String> shown = blocks("json").flatMap(String::lines).toList();

        assertThat(shown.stream().map(line -> json(line).type()))
                .containsExactlyInAnyOrder("hello", "welcome", "refused", "message", "ack", "ping", "pong");
        assertThat(shown).allSatisfy(line -> {
            WireMessage.Text sent = (WireMessage.Text) JSON.encode(json(line));
            assertThat(sent.text()).isEqualTo(line);
        });
    }

    @Test
    void headsAndEntriesOfBothForms_holdTheSame() throws IOException {
        List<Frame> asJson = blocks("text")
                .filter(block -> block.startsWith("{\"type\""))
                .map(ProtocolExamplesTest::json)
                .toList();
        List<Frame> asBinary = blocks("hex")
                .map(ProtocolExamplesTest::bytes)
                .map(bytes -> BINARY.decode(new WireMessage.Binary(ByteBuffer.wrap(bytes))))
                .toList();

        assertThat(asJson).extracting(Frame::type).containsExactly("head", "entries");
        assertThat(head(JSON, asJson.get(0))).isEqualTo(head(BINARY, asBinary.get(0)));
        assertThat(entries(JSON, asJson.get(1))).hasSize(2).isEqualTo(entries(BINARY, asBinary.get(1)));
    }

    @Test
    void digestOfTheWelcome_isThatOfTheHead() throws IOException {
        Frame.Welcome welcome = blocks("json")
                .filter(block -> block.contains("\"welcome\""))
                .map(ProtocolExamplesTest::json)
                .map(Frame.Welcome.class::cast)
                .findFirst()
                .orElseThrow();
        Frame.Head head = blocks("text")
                .filter(block -> block.startsWith("{\"type\":\"head\"}"))
                .map(ProtocolExamplesTest::json)
                .map(Frame.Head.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(head.head().sha256()).isEqualTo(welcome.headDigest());
    }

    private static Frame json(String text) {
        return JSON.decode(WireMessage.Text.of(text));
    }

    private static SessionHead head(FrameFormat format, Frame frame) {
        Payload payload = ((Frame.Head) frame).head();
        return format.codec().decodeHead(payload.bytes(), payload.offset(), payload.length());
    }

    private static List<HistoryEntry> entries(FrameFormat format, Frame frame) {
        Payload payload = ((Frame.Entries) frame).entries();
        return format.codec().decodeEntries(payload.bytes(), payload.offset(), payload.length());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    /** The code blocks of a kind; lines end in line feeds where a frame has more than one. */
    private static Stream<String> blocks(String kind) throws IOException {
        List<String> blocks = new ArrayList<>();
        List<String> block = null;
        for (String line : Files.readAllLines(Path.of("PROTOCOL.md"), StandardCharsets.UTF_8)) {
            if (line.startsWith("```")) {
                if (block != null) {
                    blocks.add(block.size() == 1 ? block.get(0) : block.stream().collect(joining("\n", "", "\n")));
                }
                block = line.equals("```" + kind) ? new ArrayList<>() : null;
            } else if (block != null) {
                block.add(line);
            }
        }
        return blocks.stream();
    }
}
