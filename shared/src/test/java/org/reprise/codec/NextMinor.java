package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.CONTEXT;
import static org.reprise.codec.BinaryFormat.CRC_BYTES;
import static org.reprise.codec.BinaryFormat.HEAD;
import static org.reprise.codec.BinaryFormat.MAX_SHORT_LENGTH;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a later minor version might write: the same, with something unknown wherever the forms allow for it. */
final class NextMinor {

    static final byte[] UNKNOWN = HexFormat.of().parseHex("00ff1280000001fe7f");
    static final String UNKNOWN_FIELD = "\"unknown\":[{\"id\":1e5,\"\":[null,\"\\ud800\",-7]},true]";

    private final ByteBuffer in;
    private final EncodeBuffer out = new EncodeBuffer();

    private NextMinor(ByteBuffer in) {
        this.in = in;
    }

    /** Segments of version 1.0 with unknown bytes at the end of each block, and of the bodies of header and head. */
    static byte[] ofBinary(byte[] segments) {
        NextMinor minor = new NextMinor(ByteBuffer.wrap(segments));
        while (minor.in.hasRemaining()) {
            minor.segment();
        }
        return minor.out.toByteArray();
    }

    /** Lines of version 1.0 with an unknown field in each object but the maps. */
    static byte[] ofJson(byte[] lines) {
        String text = new String(lines, StandardCharsets.UTF_8)
                .replace("\"minor\":0", "\"minor\":1")
                .replace("\"workflow\":{", "\"workflow\":{" + UNKNOWN_FIELD + ",")
                .replace("{\"value\":", "{" + UNKNOWN_FIELD + ",\"value\":")
                .replace("}}\n", "," + UNKNOWN_FIELD + "}}\n");
        return JsonBytes.repaired(text.getBytes(StandardCharsets.UTF_8));
    }

    private void segment() {
        int tag = in.get();
        int length = length();
        NextMinor body = new NextMinor(in.slice(in.position(), length));
        in.position(in.position() + length + CRC_BYTES);
        if (tag == CONTEXT) {
            body.header();
        } else if (tag == HEAD) {
            body.head();
        } else {
            body.entries();
        }
        byte[] grown = body.out.toByteArray();
        byte[] segment = BinaryBytes.segment(tag, to -> to.append(grown, 0, grown.length));
        out.append(segment, 0, segment.length);
    }

    private void header() {
        copy(Integer.BYTES);
        out.putByte(in.get() + 1);
        copy(in.remaining());
        unknown();
    }

    private void head() {
        for (int text = 0; text < 3; text++) {
            copyText();
        }
        for (int number = 0; number < 4; number++) {
            copyNumber();
        }
        copyBlock();
        long variables = copyNumber();
        for (long i = 0; i < variables; i++) {
            copyText();
            copyBlock();
        }
        copy(in.remaining());
        unknown();
    }

    private void entries() {
        while (in.hasRemaining()) {
            copyBlock();
        }
    }

    private void copyBlock() {
        int length = length();
        int block = out.beginBlock();
        copy(length);
        unknown();
        out.endBlock(block);
    }

    private int length() {
        int high = in.getShort() & 0xFFFF;
        return high <= MAX_SHORT_LENGTH ? high : (high & MAX_SHORT_LENGTH) << 16 | in.getShort() & 0xFFFF;
    }

    private void copyText() {
        long header = copyNumber();
        copy((int) (header >>> 1 << (header & 1)));
    }

    private long copyNumber() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                out.putVarint(number);
                return number;
            }
        }
    }

    private void copy(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        out.append(bytes, 0, length);
    }

    private void unknown() {
        out.append(UNKNOWN, 0, UNKNOWN.length);
    }
}
