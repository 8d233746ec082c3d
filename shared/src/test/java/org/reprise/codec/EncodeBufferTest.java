package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.Contexts;

class EncodeBufferTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, ContextCodec.MAX_BYTES + 1, Integer.MAX_VALUE})
    void capacityOutOfRange_isRefused(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncodeBuffer(capacity))
                .withMessage("the capacity is " + capacity + " bytes, allowed is 0 to " + ContextCodec.MAX_BYTES);
    }

    @Test
    void newBuffer_isEmpty() {
        assertThat(new EncodeBuffer().size()).isZero();
        assertThat(new EncodeBuffer(0).toByteArray()).isEmpty();
        assertThat(new EncodeBuffer(16).array()).hasSize(16);
    }

    @Test
    void buffer_growsAsItIsWrittenTo() {
        EncodeBuffer buffer = new EncodeBuffer(0);
        for (int i = 0; i < 10_000; i++) {
            buffer.putByte(i);
        }

        assertThat(buffer.size()).isEqualTo(10_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(buffer.array()[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void clear_forgetsTheBytesAndKeepsTheArray() {
        EncodeBuffer buffer = new EncodeBuffer(4);
        buffer.append(new byte[] {1, 2, 3}, 0, 3);
        byte[] array = buffer.array();

        buffer.clear();

        assertThat(buffer.size()).isZero();
        assertThat(buffer.toByteArray()).isEmpty();
        assertThat(buffer.array()).isSameAs(array);
    }

    @Test
    void toByteArray_isACopy() {
        EncodeBuffer buffer = new EncodeBuffer(1);
        buffer.putByte(1);

        buffer.toByteArray()[0] = 2;

        assertThat(buffer.toByteArray()).containsExactly(1);
    }

    @Test
    void append_takesTheRange() {
        EncodeBuffer buffer = new EncodeBuffer(0);
        byte[] source = {1, 2, 3, 4};

        buffer.append(source, 1, 2);
        buffer.append(source, 4, 0);

        assertThat(buffer.toByteArray()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,-1", "0,5", "1,4", "5,0", "1,2147483647"})
    void append_refusesRangesBeyondTheSource(int offset, int length) {
        EncodeBuffer buffer = new EncodeBuffer();

        assertThatThrownBy(() -> buffer.append(new byte[4], offset, length))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.size()).isZero();
    }

    @Test
    void bytesBeyondTheLimit_areRefused_byEncodersAndDecodersAlike() {
        byte[] tooMany = new byte[ContextCodec.MAX_BYTES + 1];
        EncodeBuffer buffer = new EncodeBuffer(0);
        buffer.putByte(7);

        assertThatExceptionOfType(ContextTooLargeException.class)
                .isThrownBy(() -> buffer.append(tooMany, 0, ContextCodec.MAX_BYTES))
                .withMessageContaining("at least 268435457 bytes, at most 268435456 are allowed");
        assertThat(buffer.toByteArray()).containsExactly(7);
        for (ContextCodec codec : new ContextCodec[] {new BinaryCodec(), new JsonCodec()}) {
            EncodedForm.of(codec, Contexts.small())
                    .forEach(form -> assertThat(form.refusal(tooMany))
                            .hasMessageContaining("the number of bytes is 268435457, allowed is at most 268435456"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1L << 35, 1L << 56, (1L << 63) - 1, 1L << 63, -1})
    void numbers_takeSevenBitsAByte_upToTheLastByteOfTheLimit(long value) {
        int bytes = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        EncodeBuffer exact = new EncodeBuffer(0, bytes);
        EncodeBuffer oneLess = new EncodeBuffer(0, bytes - 1);

        exact.putVarint(value);

        assertThat(exact.size()).isEqualTo(bytes);
        assertThat(new BinaryReader("test", exact.array(), 0, bytes).readVarint("it"))
                .isEqualTo(value);
        assertThatExceptionOfType(ContextTooLargeException.class).isThrownBy(() -> oneLess.putVarint(value));
        assertThat(oneLess.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 25, 63, 64, 4_095, 4_096, 4_097, 8_192, 9_000})
    void textsOfLatin1_takeOneByteACharacter(int length) {
        String text = "é".repeat(length);

        byte[] bytes = encoded(text);

        assertThat(bytes).endsWith(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(bytes).hasSize(headerBytes(length) + length);
        assertThat(bytes[0] & 1).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1,0",
        "24,0",
        "24,23",
        "25,0",
        "25,24",
        "4096,0",
        "4096,4095",
        "4097,4095",
        "4097,4096",
        "8193,8191",
        "8193,8192",
        "9000,4096",
        "9000,8999"
    })
    void textsWithOneOtherCharacter_takeTwoBytesACharacter(int length, int place) {
        for (char other : new char[] {'\u0100', '\ud800', '\udc00', '\uffff'}) {
            StringBuilder text = new StringBuilder("a".repeat(length));
            text.setCharAt(place, other);

            byte[] bytes = encoded(text.toString());

            assertThat(bytes).hasSize(headerBytes(length) + 2 * length);
            assertThat(bytes[0] & 1).isOne();
            int at = headerBytes(length) + 2 * place;
            assertThat(bytes[at]).isEqualTo((byte) other);
            assertThat(bytes[at + 1]).isEqualTo((byte) (other >>> 8));
            assertThat(new BinaryReader("test", bytes, 0, bytes.length).readText("it"))
                    .isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0,2", "32767,2", "32768,4", "100000,4"})
    void blocks_takeALengthOfTwoBytesUpTo32767(int length, int lengthBytes) {
        EncodeBuffer buffer = new EncodeBuffer(0);
        buffer.putByte(9);
        int block = buffer.beginBlock();
        for (int i = 0; i < length; i++) {
            buffer.putByte(i);
        }
        buffer.endBlock(block);
        byte[] bytes = buffer.toByteArray();
        BinaryReader in = new BinaryReader("test", bytes, 1, bytes.length - 1);

        int outer = in.beginBlock("it");

        assertThat(bytes).hasSize(1 + lengthBytes + length);
        assertThat(in.remaining()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
            assertThat(in.readByte("it")).isEqualTo(i & 0xFF);
        }
        in.endBlock(outer);
        in.requireEnd("after the block");
    }

    @Test
    void aFailedWrite_leavesNothingBehind() {
        EncodeBuffer buffer = new EncodeBuffer();
        buffer.putByte(1);
        IllegalStateException failure = new IllegalStateException();

        assertThatThrownBy(() -> buffer.allOrNothing(failure, (out, thrown) -> {
                    out.putByte(2);
                    throw thrown;
                }))
                .isSameAs(failure);

        assertThat(buffer.toByteArray()).containsExactly(1);
    }

    private static byte[] encoded(String text) {
        EncodeBuffer buffer = new EncodeBuffer(0);
        buffer.putText(text);
        return buffer.toByteArray();
    }

    private static int headerBytes(int length) {
        return length < 64 ? 1 : length < 8_192 ? 2 : 3;
    }
}
