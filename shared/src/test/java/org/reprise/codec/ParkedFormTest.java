package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.ContextArbitraries;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;

class ParkedFormTest {

    private static final int PARKED = BinaryFormat.MAJOR << 4 | 4;
    private static final Path REAL_CONVERSATIONS =
            Path.of("..", "..", "shared", "data", "tau-bench", "gpt-4o-airline.json");
    private static final double MOST_PACKED = 0.40;
    private static final int MIB = 1 << 20;

    static Stream<ContextCodec> codecs() {
        return Stream.of(new BinaryCodec(), new JsonCodec());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void form_comesBackAsItWas(ContextCodec codec) {
        ParkedForm form = form(codec, Contexts.everything().history());

        assertSame(ParkedForm.unpack(form.pack(Packer.PLAIN), Packer.PLAIN), form);
    }

    @Test
    void formOfNothing_comesBack() {
        ParkedForm form = new ParkedForm(1, List.of(), new int[0], new byte[0]);

        assertSame(ParkedForm.unpack(form.pack(Packer.PLAIN), Packer.PLAIN), form);
    }

    @Property(tries = 300)
    void anyForm_comesBackAsItWas(@ForAll("forms") ParkedForm form) {
        assertSame(ParkedForm.unpack(form.pack(Packer.PLAIN), Packer.PLAIN), form);
    }

    @Test
    void entriesThatPackToAlmostNothing_comeBack() {
        ParkedForm form = new ParkedForm(1, List.of(), new int[] {32 * MIB, 1}, new byte[32 * MIB + 1]);
        byte[] packed = form.pack(Packer.PLAIN);

        assertThat(packed).hasSizeLessThan(32 * 1024);
        assertSame(ParkedForm.unpack(packed, Packer.PLAIN), form);
    }

    @Test
    void entriesThatCannotBePacked_comeBack() {
        byte[] noise = new byte[3 * MIB];
        new Random(1).nextBytes(noise);
        ParkedForm form = new ParkedForm(1, List.of(), new int[] {noise.length - 1, 1}, noise);

        assertSame(ParkedForm.unpack(form.pack(Packer.PLAIN), Packer.PLAIN), form);
    }

    @Test
    void everyFlippedBit_isRefused() {
        byte[] packed = form(new BinaryCodec(), Contexts.everything().history()).pack(Packer.PLAIN);

        for (int bit = 0; bit < packed.length * Byte.SIZE; bit++) {
            byte[] flipped = packed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertRefused(flipped);
        }
    }

    @Test
    void everyCut_isRefused() {
        byte[] packed = form(new BinaryCodec(), Contexts.everything().history()).pack(Packer.PLAIN);

        for (int length = 0; length < packed.length; length++) {
            assertRefused(Arrays.copyOf(packed, length));
        }
    }

    @Test
    void bytesBehindTheForm_areRefused() {
        byte[] packed = form(new BinaryCodec(), Contexts.everything().history()).pack(Packer.PLAIN);

        assertRefused(Arrays.copyOf(packed, packed.length + 1));
    }

    @Property(tries = 2_000)
    void anyBytes_areRefused(@ForAll byte[] bytes) {
        assertRefused(bytes);
    }

    @Property(tries = 2_000)
    void anyBodyUnderARightChecksum_isRefusedOrAForm(@ForAll byte[] body) {
        try {
            assertThat(ParkedForm.unpack(segment(PARKED, out -> out.append(body, 0, body.length)), Packer.PLAIN))
                    .isNotNull();
        } catch (MalformedContextException e) {
            assertThat(e.getMessage()).startsWith("parked context, byte ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BinaryFormat.CONTEXT, BinaryFormat.HEAD, BinaryFormat.ENTRIES, 0x24, 0x04, 0x15})
    void segmentOfAnotherKindOrVersion_isRefused(int tag) {
        byte[] frame = Zstd.compress(new byte[] {1});

        assertRefused(segment(tag, body(1, frame)));
        assertThat(ParkedForm.unpack(segment(PARKED, body(1, frame)), Packer.PLAIN)
                        .entries())
                .containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 100_000})
    void moreDroppedItemsOrEntriesThanBytes_areRefusedWithoutAllocation(long count) {
        assertRefusedWithoutAllocation(segment(PARKED, out -> {
            out.putVarint(1);
            out.putVarint(count);
        }));
        assertRefusedWithoutAllocation(segment(PARKED, out -> {
            out.putVarint(1);
            out.putVarint(0);
            out.putVarint(count);
        }));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, ContextCodec.MAX_BYTES + 1L, 1L << 32, 2})
    void lengthThatNoEntryHas_isRefusedWithoutAllocation(long length) {
        assertRefusedWithoutAllocation(segment(PARKED, body(length, Zstd.compress(new byte[1]))));
    }

    @Test
    void lengthOfZeroAmongOthers_isRefused() {
        byte[] frame = Zstd.compress(new byte[1]);

        assertRefused(segment(PARKED, out -> {
            out.putVarint(1);
            out.putVarint(0);
            out.putVarint(2);
            out.putVarint(0);
            out.putVarint(1);
            putFrame(out, frame);
        }));
    }

    @Test
    void lengthsThatAreTooLongTogether_areRefusedWithoutAllocation() {
        byte[] frame = Zstd.compress(new byte[1]);

        assertRefusedWithoutAllocation(segment(PARKED, out -> {
            out.putVarint(1);
            out.putVarint(0);
            out.putVarint(2);
            out.putVarint(ContextCodec.MAX_BYTES);
            out.putVarint(1);
            putFrame(out, frame);
        }));
    }

    @Test
    void frameThatUnpacksToMoreThanTheLengthsSay_isRefusedWithoutAllocation() {
        byte[] bomb = Zstd.compress(new byte[64 * MIB]);

        assertRefusedWithoutAllocation(segment(PARKED, body(10, bomb)));
    }

    @Test
    void frameThatSaysItUnpacksToMoreThanItCanHold_isRefusedWithoutAllocation() {
        byte[] start = Arrays.copyOf(Zstd.compress(new byte[ContextCodec.MAX_BYTES]), 64);

        assertThat(Zstd.getFrameContentSize(start)).isEqualTo(ContextCodec.MAX_BYTES);
        assertRefusedWithoutAllocation(segment(PARKED, body(ContextCodec.MAX_BYTES, start)));
    }

    @Test
    void frameThatDoesNotSayToHowMuchItUnpacks_isRefused() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(frame)) {
            out.write(new byte[10]);
        }

        assertRefused(segment(PARKED, body(10, frame.toByteArray())));
    }

    @Test
    void frameThatIsDamagedOrCutUnderARightChecksum_isRefused() {
        byte[] entries = new BinaryCodec().encode(Contexts.everything());
        byte[] frame = Zstd.compress(entries);

        assertThat(ParkedForm.unpack(segment(PARKED, body(entries.length, frame)), Packer.PLAIN)
                        .entries())
                .isEqualTo(entries);
        for (int length = 0; length < frame.length; length++) {
            assertRefused(segment(PARKED, body(entries.length, Arrays.copyOf(frame, length))));
        }
        assertRefused(segment(PARKED, body(entries.length, new byte[frame.length])));
    }

    @Test
    void lengthsThatDoNotAddUpToTheEntries_areRefusedBeforeTheyAreParked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParkedForm(1, List.of(), new int[] {1, 2}, new byte[4]))
                .withMessageContainingAll("2 entries", "together 3", "4 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParkedForm(1, List.of(), new int[] {4, 0}, new byte[4]))
                .withMessageContaining("at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ParkedForm(1, List.of(), new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 6}, new byte[4]));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void generatedConversations_packTo40PercentOfTheirEntries(ContextCodec codec) {
        assertPacksWell(codec, Corpora.open(Corpora.GENERATED, 1));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void realConversations_packTo40PercentOfTheirEntries(ContextCodec codec) {
        assumeTrue(
                Files.isReadable(REAL_CONVERSATIONS),
                () -> "no real conversations at "
                        + REAL_CONVERSATIONS.toAbsolutePath().normalize() + ": not tested");

        assertPacksWell(codec, Corpora.open(REAL_CONVERSATIONS.toString(), 1));
    }

    /** One conversation a session, which is the hardest to pack. */
    private static void assertPacksWell(ContextCodec codec, Corpus corpus) {
        long packed = 0;
        long plain = 0;
        for (int i = 0; i < 20; i++) {
            ParkedForm form = form(codec, corpus.conversation(i).entries());
            packed += form.pack(Packer.PLAIN).length;
            plain += form.entries().length;
        }

        assertThat(packed / (double) plain).isLessThanOrEqualTo(MOST_PACKED);
    }

    @Provide
    Arbitrary<ParkedForm> forms() {
        Arbitrary<List<byte[]>> entries = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(300)
                .list()
                .ofMaxSize(20);
        Arbitrary<List<String>> dropped = ContextArbitraries.texts().list().ofMaxSize(4);
        return Arbitraries.longs()
                .flatMap(version -> dropped.flatMap(names ->
                        entries.map(some -> new ParkedForm(version, names, lengths(some), concatenated(some)))));
    }

    static ParkedForm form(ContextCodec codec, List<HistoryEntry> history) {
        List<byte[]> entries = history.stream().map(codec::encodeEntry).toList();
        return new ParkedForm(7, List.of("scratch", "", "\ud800"), lengths(entries), concatenated(entries));
    }

    private static int[] lengths(List<byte[]> entries) {
        return entries.stream().mapToInt(entry -> entry.length).toArray();
    }

    private static byte[] concatenated(List<byte[]> entries) {
        EncodeBuffer buffer = new EncodeBuffer();
        entries.forEach(entry -> buffer.append(entry, 0, entry.length));
        return buffer.toByteArray();
    }

    /** The body of a form of one entry that says it has {@code length} bytes. */
    private static Consumer<EncodeBuffer> body(long length, byte[] frame) {
        return out -> {
            out.putVarint(1);
            out.putVarint(0);
            out.putVarint(1);
            out.putVarint(length);
            putFrame(out, frame);
        };
    }

    private static void putFrame(EncodeBuffer out, byte[] frame) {
        out.putVarint(frame.length);
        out.append(frame, 0, frame.length);
    }

    private static byte[] segment(int tag, Consumer<EncodeBuffer> body) {
        return BinaryBytes.segment(tag, body);
    }

    private static void assertSame(ParkedForm actual, ParkedForm expected) {
        assertThat(actual.headVersion()).isEqualTo(expected.headVersion());
        assertThat(actual.dropped()).isEqualTo(expected.dropped());
        assertThat(actual.lengths()).isEqualTo(expected.lengths());
        assertThat(Arrays.equals(actual.entries(), expected.entries()))
                .as("equal entries")
                .isTrue();
    }

    private static void assertRefused(byte[] bytes) {
        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> ParkedForm.unpack(bytes, Packer.PLAIN))
                .satisfies(e -> assertThat(e.offset()).isBetween(0L, (long) bytes.length));
    }

    private static void assertRefusedWithoutAllocation(byte[] bytes) {
        assertRefused(bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertRefused(bytes);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("allocated bytes")
                .isLessThan(MIB);
    }
}
