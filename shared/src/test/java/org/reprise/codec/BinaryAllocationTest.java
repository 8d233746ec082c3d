package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.GraphStats;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.corpus.Corpora;

/** Encoding into a buffer that is used again makes no object, and decoding little but the context. */
final class BinaryAllocationTest {

    private static final int TRIES = 50;
    private static final long SEED = 7;

    private final BinaryCodec codec = new BinaryCodec();
    private final EncodeBuffer buffer = new EncodeBuffer();

    @ParameterizedTest
    @ValueSource(strings = {Corpora.GENERATED, Corpora.MULTILINGUAL})
    void contextIntoAReusedBuffer_allocatesNothing(String corpus) {
        SessionContext context = Corpora.open(corpus, SEED).context(6);

        assertThat(leastAllocated(() -> {
                    buffer.clear();
                    codec.encode(context, buffer);
                    return buffer.size();
                }))
                .isZero();
    }

    @Test
    void entryIntoAReusedBuffer_allocatesNothing() {
        SessionContext context = Corpora.open(Corpora.MULTILINGUAL, SEED).context(1);

        assertThat(leastAllocated(() -> {
                    buffer.clear();
                    for (int i = 0; i < context.history().size(); i++) {
                        codec.encodeEntry(context.history().get(i), buffer);
                    }
                    return buffer.size();
                }))
                .isZero();
    }

    /** A short context has the maps of its head built twice, by the decoder and by the records that copy them. */
    @Test
    void longContext_isDecodedWithATwentiethMoreThanItTakes() {
        SessionContext context = Corpora.open(Corpora.GENERATED, SEED).context(30);
        byte[] bytes = codec.encode(context);
        long held = GraphStats.parseInstance(codec.decode(bytes)).totalSize();

        assertThat(leastAllocated(() -> codec.decode(bytes).lastSequence()))
                .isBetween(held, held + held / 20);
    }

    @Test
    void decimals_comeBackWhicheverWayTheirDigitsAreFound() {
        SessionHead head = Corpora.open(Corpora.GENERATED, SEED).context(1).head();
        for (int digits = 0; digits <= 19; digits++) {
            BigInteger power = BigInteger.TEN.pow(digits);
            for (int scale = -2; scale <= 17; scale++) {
                for (int beside = -2; beside <= 2; beside++) {
                    BigInteger unscaled = power.add(BigInteger.valueOf(beside));
                    assertComesBack(head, new BigDecimal(unscaled, scale));
                    assertComesBack(head, new BigDecimal(unscaled.negate(), scale));
                }
            }
        }
    }

    private void assertComesBack(SessionHead head, BigDecimal number) {
        SessionHead with = head.withMemory(Map.of("number", Variable.durable(Value.of(number))));
        buffer.clear();
        codec.encodeHead(with, buffer);

        assertThat(codec.decodeHead(buffer.array(), 0, buffer.size())).isEqualTo(with);
    }

    /** The first tries load classes and make the buffer grow. */
    private static long leastAllocated(LongSupplier work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long done = work.getAsLong();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(done).isPositive();
        }
        return least;
    }
}
