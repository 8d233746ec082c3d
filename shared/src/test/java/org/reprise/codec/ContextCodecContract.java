package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.ContextDigest;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;

/** What every codec does. See {@link RoundTripContract} for arbitrary contexts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContextCodecContract {

    private static final SessionContext EVERYTHING = Contexts.everything();
    private static final SessionContext SMALL = Contexts.small();

    final ContextCodec codec;

    ContextCodecContract(ContextCodec codec) {
        this.codec = codec;
    }

    Stream<EncodedForm> forms() {
        return EncodedForm.of(codec, SMALL);
    }

    @Test
    void name_isOfLowerCaseLettersAndDigits() {
        assertThat(codec.name()).matches("[a-z0-9]+");
    }

    @Test
    void everyKindOfThing_comesBackAsItWas() {
        SessionContext decoded = codec.decode(codec.encode(EVERYTHING));

        assertThat(decoded).isEqualTo(EVERYTHING);
        assertThat(ContextDigest.of(decoded)).isEqualTo(ContextDigest.of(EVERYTHING));
    }

    @Test
    void emptyContext_comesBackAsItWas() {
        assertThat(codec.decode(codec.encode(Contexts.empty()))).isEqualTo(Contexts.empty());
    }

    @Test
    void noBytes_areNoEntries_andNeitherHeadNorContext() {
        assertThat(codec.decodeEntries(new byte[0], 0, 0)).isEmpty();
        assertThatExceptionOfType(MalformedContextException.class).isThrownBy(() -> codec.decode(new byte[0]));
        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> codec.decodeHead(new byte[0], 0, 0));
    }

    @Test
    void longHistory_comesBackInOrder() {
        List<HistoryEntry> history = IntStream.range(0, 5_000)
                .<HistoryEntry>mapToObj(i -> Message.of("m" + i, Role.USER, "x".repeat(i % 100), Contexts.NOON))
                .toList();
        SessionContext context = Contexts.with(EVERYTHING, history);

        assertThat(codec.decode(codec.encode(context))).isEqualTo(context);
    }

    @Test
    void longEntriesAndHeads_comeBack() {
        for (int length : new int[] {32_700, 32_767, 32_768, 65_536, 200_000}) {
            String text = "é".repeat(length);
            SessionHead head = new SessionHead(
                    "s",
                    "u",
                    "a",
                    Contexts.NOON,
                    Contexts.NOON,
                    EVERYTHING.head().workflow(),
                    Map.of(),
                    Map.of("long", Value.of(text)));
            SessionContext context =
                    new SessionContext(head, List.of(Message.of("m", Role.USER, text + "漢", Contexts.NOON)));

            assertThat(codec.decode(codec.encode(context))).isEqualTo(context);
        }
    }

    @Test
    void entryOfManyMegabytes_comesBack() {
        List<HistoryEntry> history = List.of(Message.of("m", Role.TOOL, "x".repeat(20_000_000), Contexts.NOON));

        byte[] bytes = EncodedForm.entries(codec, history);

        assertThat(decodeEntries(bytes).equals(history)).isTrue();
    }

    @Test
    void mapsOfThousandsOfNames_comeBackInOrder() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = 20_000; i > 0; i--) {
            values.put("name" + i, Value.of(i));
        }
        // Strings of one hash code.
        for (int i = 0; i < 1 << 10; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 10; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            values.put(name.toString(), Value.of(i));
        }
        SessionHead head = EVERYTHING.head();
        SessionHead wide = new SessionHead(
                "s", "u", "a", head.createdAt(), head.updatedAt(), head.workflow(), head.memory(), values);

        SessionHead decoded = decodeHead(codec.encodeHead(wide));

        assertThat(decoded).isEqualTo(wide);
        assertThat(decoded.preferences().keySet()).containsExactlyElementsOf(values.keySet());
    }

    @Test
    void decodedEntries_cannotBeChanged() {
        List<HistoryEntry> decoded = decodeEntries(EncodedForm.entries(codec, EVERYTHING.history()));

        assertThat(decoded).isEqualTo(EVERYTHING.history());
        assertThatThrownBy(decoded::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void encodingAgain_givesTheSameBytes() {
        assertThat(codec.encode(Contexts.everything())).isEqualTo(codec.encode(EVERYTHING));
    }

    @Test
    void encoding_appendsToWhatIsInTheBuffer() {
        EncodeBuffer buffer = new EncodeBuffer(0);
        codec.encode(EVERYTHING, buffer);
        int contextEnd = buffer.size();
        codec.encodeHead(EVERYTHING.head(), buffer);
        int headEnd = buffer.size();
        EVERYTHING.history().forEach(entry -> codec.encodeEntry(entry, buffer));

        assertThat(Arrays.copyOf(buffer.array(), contextEnd)).isEqualTo(codec.encode(EVERYTHING));
        assertThat(codec.decode(buffer.array(), 0, contextEnd)).isEqualTo(EVERYTHING);
        assertThat(codec.decodeHead(buffer.array(), contextEnd, headEnd - contextEnd))
                .isEqualTo(EVERYTHING.head());
        assertThat(codec.decodeEntries(buffer.array(), headEnd, buffer.size() - headEnd))
                .isEqualTo(EVERYTHING.history());
    }

    @Test
    void clearedBuffer_isAsGoodAsNew() {
        EncodeBuffer buffer = new EncodeBuffer();
        for (SessionContext context : List.of(EVERYTHING, Contexts.empty(), EVERYTHING)) {
            buffer.clear();
            codec.encode(context, buffer);

            assertThat(buffer.toByteArray()).isEqualTo(codec.encode(context));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void rangeInALargerArray_isDecodedAsByItself(EncodedForm form) {
        byte[] larger = within(form.bytes(), 7, 5);

        assertThat(form.decoder().decode(larger, 7, form.bytes().length)).isEqualTo(form.content());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void damageInALargerArray_isPlacedFromTheRangesStart(EncodedForm form) {
        for (int at = 0; at < form.bytes().length; at++) {
            byte[] damaged = form.bytes().clone();
            damaged[at] ^= 0x10;
            byte[] larger = within(damaged, 7, 5);

            MalformedContextException alone = form.refusal(damaged);
            MalformedContextException inLarger = form.refusal(larger, 7, damaged.length);

            assertThat(inLarger).hasMessage(alone.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void rangesBeyondTheArray_areRefused(EncodedForm form) {
        byte[] bytes = form.bytes();
        int[][] ranges = {
            {-1, 1}, {0, -1}, {0, bytes.length + 1}, {1, bytes.length}, {bytes.length + 1, 0}, {1, Integer.MAX_VALUE}
        };
        for (int[] range : ranges) {
            assertThatThrownBy(() -> form.decoder().decode(bytes, range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFlippedBit_isRefused(EncodedForm form) {
        byte[] bytes = form.bytes().clone();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            form.refusal(bytes);
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyPairOfSwappedBytes_isRefused(EncodedForm form) {
        for (int at = 1; at < form.bytes().length; at++) {
            byte[] swapped = form.bytes().clone();
            swapped[at] = form.bytes()[at - 1];
            swapped[at - 1] = form.bytes()[at];
            if (swapped[at] != swapped[at - 1]) {
                form.refusal(swapped);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyAppendedByte_isRefused(EncodedForm form) {
        byte[] longer = Arrays.copyOf(form.bytes(), form.bytes().length + 1);
        for (int appended = 0; appended < 1 << Byte.SIZE; appended++) {
            longer[longer.length - 1] = (byte) appended;

            MalformedContextException alone = form.refusal(longer);
            MalformedContextException inLarger = form.refusal(within(longer, 7, 5), 7, longer.length);

            assertThat(alone.offset()).isGreaterThanOrEqualTo(form.bytes().length);
            assertThat(inLarger).hasMessage(alone.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyCut_isRefused_exceptBetweenEntries(EncodedForm form) {
        Map<Integer, Integer> entriesByLength = form.name().equals("entries") ? entriesByLength() : Map.of();
        for (int length = 0; length < form.bytes().length; length++) {
            byte[] cut = Arrays.copyOf(form.bytes(), length);
            Integer entries = entriesByLength.get(length);
            if (entries == null) {
                form.refusal(cut);
            } else {
                assertThat(form.decode(cut)).isEqualTo(SMALL.history().subList(0, entries));
            }
        }
    }

    /** How many entries there are in each length at which the bytes of the history can be cut. */
    private Map<Integer, Integer> entriesByLength() {
        Map<Integer, Integer> entries = new LinkedHashMap<>();
        int length = 0;
        for (int i = 0; i < SMALL.history().size(); i++) {
            entries.put(length, i);
            length += codec.encodeEntry(SMALL.history().get(i)).length;
        }
        return entries;
    }

    @Test
    void oneFormInPlaceOfAnother_isRefused() {
        List<EncodedForm> forms = forms().toList();
        for (EncodedForm expected : forms) {
            for (EncodedForm given : forms) {
                if (expected != given) {
                    expected.refusal(given.bytes());
                }
            }
        }
    }

    @Test
    void contextThatLacksItsLastEntry_isRefused() {
        byte[] whole = codec.encode(SMALL);
        SessionContext shorter =
                Contexts.with(SMALL, SMALL.history().subList(0, SMALL.history().size() - 1));
        byte[] header = Arrays.copyOf(whole, headStart(whole));
        byte[] rest = codec.encode(shorter);
        rest = Arrays.copyOfRange(rest, headStart(rest), rest.length);

        forms().findFirst().orElseThrow().refusal(concatenated(header, rest));
    }

    private int headStart(byte[] context) {
        byte[] head = codec.encodeHead(SMALL.head());
        for (int at = 0; at <= context.length - head.length; at++) {
            if (Arrays.equals(context, at, at + head.length, head, 0, head.length)) {
                return at;
            }
        }
        throw new AssertionError("the context does not hold its head as encodeHead writes it");
    }

    @Test
    void encodingBeyondTheLimit_isRefused_andLeavesTheBufferAsItWas() {
        byte[] before = {1, 2, 3};
        int needed = before.length + codec.encode(SMALL).length;
        for (int limit = before.length; limit < needed; limit++) {
            EncodeBuffer buffer = new EncodeBuffer(before.length, limit);
            buffer.append(before, 0, before.length);

            assertThatExceptionOfType(ContextTooLargeException.class)
                    .isThrownBy(() -> codec.encode(SMALL, buffer))
                    .withMessageContaining("at most " + limit + " ");
            assertThat(buffer.toByteArray()).isEqualTo(before);
        }
        EncodeBuffer enough = new EncodeBuffer(0, needed);
        enough.append(before, 0, before.length);
        codec.encode(SMALL, enough);

        assertThat(enough.toByteArray()).isEqualTo(concatenated(before, codec.encode(SMALL)));
    }

    @Test
    void headsAndEntriesBeyondTheLimit_areRefused_andLeaveTheBufferUsable() {
        HistoryEntry entry = EVERYTHING.history().get(0);
        EncodeBuffer buffer = new EncodeBuffer(0, 2 * codec.encodeEntry(entry).length);
        codec.encodeEntry(entry, buffer);

        assertThatExceptionOfType(ContextTooLargeException.class)
                .isThrownBy(() -> codec.encodeHead(EVERYTHING.head(), buffer));
        assertThatExceptionOfType(ContextTooLargeException.class)
                .isThrownBy(() -> codec.encodeEntry(EVERYTHING.history().get(1), buffer));
        codec.encodeEntry(entry, buffer);

        assertThat(decodeEntries(buffer.toByteArray())).containsExactly(entry, entry);
    }

    @Test
    void nulls_areRefused_andLeaveTheBufferAsItWas() {
        EncodeBuffer buffer = new EncodeBuffer();

        assertThatNullPointerException().isThrownBy(() -> codec.encode(null, buffer));
        assertThatNullPointerException().isThrownBy(() -> codec.encodeHead(null, buffer));
        assertThatNullPointerException().isThrownBy(() -> codec.encodeEntry(null, buffer));
        assertThatNullPointerException().isThrownBy(() -> codec.encode(EVERYTHING, null));
        assertThatNullPointerException().isThrownBy(() -> codec.decode(null));
        assertThatNullPointerException().isThrownBy(() -> codec.decodeHead(null, 0, 0));
        assertThatNullPointerException().isThrownBy(() -> codec.decodeEntries(null, 0, 0));
        assertThat(buffer.size()).isZero();
    }

    @Test
    void oneCodec_servesManyThreadsAtOnce() throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                SessionContext own = Contexts.with(
                        EVERYTHING,
                        List.of(Message.of("m" + thread, Role.USER, "é漢".repeat(thread * 100), Contexts.NOON)));
                byte[] expected = codec.encode(own);
                tasks.add(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    for (int i = 0; i < 100; i++) {
                        assertThat(codec.encode(own)).isEqualTo(expected);
                        assertThat(codec.decode(expected)).isEqualTo(own);
                    }
                    return null;
                });
            }
            for (Future<Void> done : executor.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    SessionHead decodeHead(byte[] bytes) {
        return codec.decodeHead(bytes, 0, bytes.length);
    }

    List<HistoryEntry> decodeEntries(byte[] bytes) {
        return codec.decodeEntries(bytes, 0, bytes.length);
    }

    static byte[] concatenated(byte[]... parts) {
        EncodeBuffer all = new EncodeBuffer();
        for (byte[] part : parts) {
            all.append(part, 0, part.length);
        }
        return all.toByteArray();
    }

    private static byte[] within(byte[] bytes, int before, int after) {
        byte[] larger = new byte[before + bytes.length + after];
        Arrays.fill(larger, (byte) 0x5A);
        System.arraycopy(bytes, 0, larger, before, bytes.length);
        return larger;
    }
}
