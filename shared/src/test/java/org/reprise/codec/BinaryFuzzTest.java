package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.VALUE_DECIMAL;
import static org.reprise.codec.BinaryFormat.VALUE_FIELDS;
import static org.reprise.codec.BinaryFormat.VALUE_ITEMS;
import static org.reprise.codec.BinaryFormat.VALUE_NULL;
import static org.reprise.codec.BinaryFormat.VALUE_TRUE;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.reprise.context.Value;
import org.reprise.fuzz.AllocationLimit;

class BinaryFuzzTest extends FuzzContract {

    private static final AllocationLimit MEMORY = new AllocationLimit(512);
    private static final int BOMB_BYTES = 100_000;

    BinaryFuzzTest() {
        super(
                new BinaryCodec(),
                MEMORY,
                Stream.of(
                                "00",
                                "01",
                                "02",
                                "03",
                                "04",
                                "05",
                                "06",
                                "07",
                                "08",
                                "7f",
                                "80",
                                "ff",
                                "0000",
                                "7fff",
                                "80000000",
                                "8000ffff",
                                "ffffffff",
                                "52505253",
                                "11",
                                "12",
                                "13",
                                "21",
                                "0601060106010601",
                                "0700",
                                "0701006100",
                                "feffffff0f",
                                "ffffffffffffffffff01",
                                "feffffffffffffffff01",
                                "ffffffffffffffffffff01",
                                "8080808080808080808000",
                                "04d00f0101",
                                "04ffffffffffffffffff0101ff")
                        .map(HexFormat.of()::parseHex)
                        .toList());
    }

    @Override
    byte[] repaired(byte[] bytes) {
        return BinaryBytes.repaired(bytes);
    }

    @Override
    Stream<byte[]> bombs() {
        return Stream.of(
                BinaryBytes.headWithValue(BinaryFuzzTest::listsThatEachClaimTheRest),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES, item -> item.putByte(VALUE_TRUE))),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 2, item -> {
                    item.putByte(VALUE_ITEMS);
                    item.putByte(0);
                })),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 2, item -> {
                    item.putByte(VALUE_FIELDS);
                    item.putByte(0);
                })),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 5, item -> {
                    item.putByte(VALUE_FIELDS);
                    item.putByte(1);
                    item.putText("");
                    item.putByte(VALUE_NULL);
                })),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 4, item -> {
                    item.putByte(VALUE_DECIMAL);
                    item.putZigZag(0);
                    item.putVarint(1);
                    item.putByte(-1);
                })),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 62, item -> {
                    for (int i = 2; i < Value.MAX_DEPTH; i++) {
                        item.putByte(VALUE_ITEMS);
                        item.putVarint(1);
                    }
                    item.putByte(VALUE_NULL);
                })),
                BinaryBytes.headWithValue(out -> many(out, BOMB_BYTES / 100, item -> {
                    for (int i = 2; i < Value.MAX_DEPTH; i++) {
                        item.putByte(VALUE_FIELDS);
                        item.putVarint(1);
                        item.putText("");
                    }
                    item.putByte(VALUE_NULL);
                })),
                BinaryBytes.headWithPreferences(out -> {
                    out.putVarint(BOMB_BYTES / 4);
                    for (int i = 0; i < BOMB_BYTES / 4; i++) {
                        out.putText(new String(new char[] {(char) (i & 0xFF), (char) (i >> 8)}));
                        out.putByte(VALUE_NULL);
                    }
                }));
    }

    /** Nested as deep as may be, each list as long as the bytes that are left. */
    private static void listsThatEachClaimTheRest(EncodeBuffer out) {
        for (int i = 1; i < Value.MAX_DEPTH; i++) {
            out.putByte(VALUE_ITEMS);
            out.putVarint(BOMB_BYTES);
        }
        for (int i = 0; i < BOMB_BYTES + 4 * Value.MAX_DEPTH; i++) {
            out.putByte(8);
        }
    }

    private static void many(EncodeBuffer out, int count, Consumer<EncodeBuffer> item) {
        out.putByte(VALUE_ITEMS);
        out.putVarint(count);
        for (int i = 0; i < count; i++) {
            item.accept(out);
        }
    }
}
