package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.reprise.context.ContextArbitraries;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;

class ContextViewTest {

    private final BinaryCodec codec = new BinaryCodec();

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void view_showsWhatIsInTheContext(
            @ForAll("contexts") SessionContext context, @ForAll @IntRange(max = 12) int count) {
        ContextView view = view(codec.encode(context));

        assertThat(view.size()).isEqualTo(context.history().size());
        assertThat(view.head()).isEqualTo(context.head());
        assertThat(view.last(count)).isEqualTo(lastOf(context.history(), count));
    }

    @Provide
    Arbitrary<SessionContext> contexts() {
        return ContextArbitraries.contexts();
    }

    @Test
    void lastEntries_areFoundAcrossSegments() {
        List<HistoryEntry> history = IntStream.range(0, 500)
                .<HistoryEntry>mapToObj(i -> Message.of("m" + i, Role.USER, "x".repeat(i), Contexts.NOON))
                .toList();
        byte[] bytes = codec.encode(Contexts.with(Contexts.small(), history));

        assertThat(bytes.length).isGreaterThan(BinaryFormat.SEGMENT_BYTES + history.size() * 20);
        for (int count : new int[] {0, 1, 10, 129, 130, 131, 499, 500, 501, Integer.MAX_VALUE}) {
            assertThat(view(bytes).last(count)).isEqualTo(lastOf(history, count));
        }
    }

    @Test
    void partOfAnArray_isViewed() {
        byte[] bytes = codec.encode(Contexts.small());
        byte[] more = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, more, 3, bytes.length);

        assertThat(codec.view(more, 3, bytes.length).last(3))
                .isEqualTo(lastOf(Contexts.small().history(), 3));
    }

    @Test
    void flippedBitsAndCuts_areRefusedOrNotLookedAt() {
        SessionContext context = Contexts.small();
        byte[] whole = codec.encode(context);
        List<HistoryEntry> last = lastOf(context.history(), 2);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));

            assertRefusedOr(context.head(), () -> view(flipped).head());
            assertRefusedOr(last, () -> view(flipped).last(2));
        }
        for (int length = 0; length < whole.length; length++) {
            int cut = length;

            assertRefusedOr(context.head(), () -> codec.view(whole, 0, cut).head());
            assertThatExceptionOfType(MalformedContextException.class)
                    .isThrownBy(() -> codec.view(whole, 0, cut).last(2));
        }
    }

    private static <T> void assertRefusedOr(T expected, Supplier<T> look) {
        try {
            assertThat(look.get()).isEqualTo(expected);
        } catch (MalformedContextException e) {
            assertThat(e).hasMessageContaining("allowed is");
        }
    }

    @Test
    void fewerEntriesThanTheHeaderPromises_areRefusedOnceTheyAreMissed() {
        byte[] two = codec.encode(
                Contexts.with(Contexts.small(), lastOf(Contexts.small().history(), 2)));
        byte[] promised = BinaryBytes.header(3);
        // Headers of few entries are of the same length.
        System.arraycopy(promised, 0, two, 0, promised.length);

        assertThat(view(two).last(2)).hasSize(2);
        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> view(two).last(3))
                .withMessageContaining("the number of entries is 3, allowed is at most the 2 there are");
    }

    @Test
    void negativeCount_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view(codec.encode(Contexts.small())).last(-1))
                .withMessage("the last -1 entries are asked for, at least 0 can be");
    }

    private ContextView view(byte[] bytes) {
        return codec.view(bytes, 0, bytes.length);
    }

    private static <T> List<T> lastOf(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
