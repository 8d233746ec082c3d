package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.fuzz.AllocationLimit;

/**
 * What is made of hostile bytes: a valid context, or a {@link MalformedContextException}, within bounds of memory and
 * time.
 */
abstract class FuzzContract {

    private static final int ROUNDS = 5_000;
    private static final long SEED = 20_260_102;

    private final ContextCodec codec;
    private final AllocationLimit memory;
    private final List<byte[]> words;

    /**
     * @param memory the most that decoding takes
     * @param words what somebody who knows the form would put into it
     */
    FuzzContract(ContextCodec codec, AllocationLimit memory, List<byte[]> words) {
        this.codec = codec;
        this.memory = memory;
        this.words = words;
    }

    /** {@code bytes} with right checksums, so that a decoder looks behind them. */
    abstract byte[] repaired(byte[] bytes);

    /** Bytes, right in their frames, that claim to hold far more than they do, or whose objects are far larger. */
    abstract Stream<byte[]> bombs();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damagedBytes_areRefused() {
        SplittableRandom random = new SplittableRandom(SEED);
        Mutator mutator = new Mutator(random, words);
        List<EncodedForm> forms = forms();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            EncodedForm form = forms.get(random.nextInt(forms.size()));
            byte[] damaged = mutator.mutated(form.bytes());
            Object outcome = outcome(form, damaged);
            if (outcome instanceof MalformedContextException) {
                refused++;
            } else {
                assertThat(outcome).as(shown(damaged)).isEqualTo(undamaged(form, outcome));
            }
        }

        assertThat(refused).isGreaterThan(ROUNDS * 9 / 10);
    }

    /** What may be made of bytes with wrong checksums: all, or as many entries as there are before a cut. */
    private static Object undamaged(EncodedForm form, Object decoded) {
        return decoded instanceof List<?> entries
                ? ((List<?>) form.content()).subList(0, entries.size())
                : form.content();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damagedBytesWithRightChecksums_areRefusedOrDecoded() {
        SplittableRandom random = new SplittableRandom(SEED);
        Mutator mutator = new Mutator(random, words);
        List<EncodedForm> forms = forms();
        int decoded = 0;
        int refusedBehindChecksum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            EncodedForm form = forms.get(random.nextInt(forms.size()));
            byte[] damaged = repaired(mutator.mutated(form.bytes()));
            if (!(outcome(form, damaged) instanceof MalformedContextException refusal)) {
                decoded++;
            } else if (!refusal.getMessage().contains("CRC-32C")) {
                refusedBehindChecksum++;
            }
        }

        assertThat(decoded).isGreaterThan(ROUNDS / 100);
        assertThat(refusedBehindChecksum).isGreaterThan(ROUNDS / 5);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bombs_takeNoMoreMemoryThanTheirBytesJustify() {
        List<EncodedForm> forms = forms();
        bombs().forEach(bomb -> forms.forEach(form -> outcome(form, bomb)));
    }

    private List<EncodedForm> forms() {
        return Stream.of(Contexts.small(), Contexts.everything())
                .flatMap(context -> EncodedForm.of(codec, context))
                .toList();
    }

    /** What the bytes were decoded to, or the exception that they were refused with. */
    private Object outcome(EncodedForm form, byte[] bytes) {
        Object outcome = memory.held(bytes, () -> decodedOrRefused(form, bytes));
        if (outcome instanceof MalformedContextException refusal) {
            return EncodedForm.checked(refusal, bytes.length);
        }
        assertThat(again(outcome)).isEqualTo(outcome);
        return outcome;
    }

    private static Object decodedOrRefused(EncodedForm form, byte[] bytes) {
        try {
            return form.decode(bytes);
        } catch (MalformedContextException e) {
            return e;
        }
    }

    private static String shown(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 1_000));
    }

    @SuppressWarnings("unchecked")
    private Object again(Object decoded) {
        if (decoded instanceof SessionContext context) {
            return codec.decode(codec.encode(context));
        }
        if (decoded instanceof SessionHead head) {
            byte[] bytes = codec.encodeHead(head);
            return codec.decodeHead(bytes, 0, bytes.length);
        }
        byte[] bytes = EncodedForm.entries(codec, (List<HistoryEntry>) decoded);
        return codec.decodeEntries(bytes, 0, bytes.length);
    }
}
