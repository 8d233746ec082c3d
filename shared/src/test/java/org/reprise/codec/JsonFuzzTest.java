package org.reprise.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reprise.context.Value;
import org.reprise.fuzz.AllocationLimit;

class JsonFuzzTest extends FuzzContract {

    private static final AllocationLimit MEMORY = new AllocationLimit(256);
    private static final int BOMB_BYTES = 100_000;

    JsonFuzzTest() {
        super(
                new JsonCodec(),
                MEMORY,
                Stream.of(
                                "{",
                                "}",
                                "[",
                                "]",
                                "\"",
                                ":",
                                ",",
                                "\n",
                                "\\",
                                "\\u",
                                "\\ud800",
                                "\\\\ud800",
                                "\\\\",
                                "null",
                                "true",
                                "-",
                                "0",
                                "1",
                                "9".repeat(30),
                                "1e999999999",
                                "1e99999999999",
                                "0.1",
                                "\"\":",
                                "\"id\":",
                                "\"value\":",
                                "\"entries\":2000000000",
                                "[".repeat(40),
                                "{\"a\":".repeat(40),
                                "\u0000",
                                "\u00e9",
                                "\ud83d\ude00",
                                "PT-0.5S",
                                "+1000000000-12-31T23:59:59Z")
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    @Override
    byte[] repaired(byte[] bytes) {
        return JsonBytes.repaired(bytes);
    }

    @Override
    Stream<byte[]> bombs() {
        return Stream.of(
                JsonBytes.headWithValue("[".repeat(Value.MAX_DEPTH - 1) + "1,".repeat(BOMB_BYTES)),
                JsonBytes.headWithValue(list("1", BOMB_BYTES / 2)),
                JsonBytes.headWithValue(list("\"\"", BOMB_BYTES / 3)),
                JsonBytes.headWithValue(list("[]", BOMB_BYTES / 3)),
                JsonBytes.headWithValue(list("{}", BOMB_BYTES / 3)),
                JsonBytes.headWithValue(list("1e0", BOMB_BYTES / 4)),
                JsonBytes.headWithValue(list("{\"\":1}", BOMB_BYTES / 7)),
                JsonBytes.headWithValue(list("[".repeat(30) + "]".repeat(30), BOMB_BYTES / 61)),
                JsonBytes.headWithValue(list("{\"\":".repeat(30) + "1" + "}".repeat(30), BOMB_BYTES / 152)),
                JsonBytes.head(
                        "{}",
                        IntStream.range(0, BOMB_BYTES / 8)
                                .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":1")
                                .collect(Collectors.joining(",", "{", "}"))),
                JsonBytes.headWithValue("\"" + "x".repeat(BOMB_BYTES) + "\""),
                JsonBytes.headWithValue("\"" + "\\u0000".repeat(BOMB_BYTES / 6) + "\""),
                JsonBytes.headWithValue("{\"" + "x".repeat(BOMB_BYTES) + "\":1}"),
                JsonBytes.repaired("{\"reprise\":1,\"crc32c\":\"00000000\"}\n"
                        .repeat(BOMB_BYTES / 34)
                        .getBytes(StandardCharsets.UTF_8)),
                ContextCodecContract.concatenated(Stream.generate(() -> JsonBytes.line(
                                "message", "{\"id\":\"\",\"role\":\"user\",\"at\":\"1970-01-01T00:00:00Z\"}"))
                        .limit(BOMB_BYTES / 100)
                        .toArray(byte[][]::new)));
    }

    private static String list(String item, int count) {
        return "[" + String.join(",", Collections.nCopies(count, item)) + "]";
    }
}
