package org.reprise.context;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary contexts and their parts, with the edges of each kind far more often than chance would have them. */
public final class ContextArbitraries {

    /** Around the lengths at which the codecs change their way of copying a text. */
    private static final List<Integer> EDGY_LENGTHS =
            List.of(1, 23, 24, 25, 4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 9_000);

    private static final String ODD_CHARACTERS = Contexts.EDGY_CHARACTERS + "\ud800\udbff\udc00\udfff\ufffd漢a";

    private ContextArbitraries() {}

    public static Arbitrary<SessionContext> contexts() {
        return Combinators.combine(heads(), histories()).as(SessionContext::new);
    }

    public static Arbitrary<SessionHead> heads() {
        return Combinators.combine(
                        texts(), texts(), texts(), instants(), instants(), workflows(), memories(), fields(values()))
                .as(SessionHead::new);
    }

    public static Arbitrary<List<HistoryEntry>> histories() {
        return entries().list().ofMaxSize(8);
    }

    public static Arbitrary<HistoryEntry> entries() {
        return Arbitraries.oneOf(messages(), toolCalls());
    }

    public static Arbitrary<Message> messages() {
        return Combinators.combine(
                        texts(),
                        Arbitraries.of(Role.class),
                        texts().injectNull(0.2),
                        instants(),
                        texts().list().ofMaxSize(3),
                        texts().injectNull(0.5))
                .as(Message::new);
    }

    public static Arbitrary<ToolCall> toolCalls() {
        return Combinators.combine(
                        texts(),
                        texts(),
                        texts(),
                        texts().injectNull(0.3),
                        Arbitraries.of(ToolCall.Status.class),
                        durations().injectNull(0.3))
                .as(ToolCall::new);
    }

    public static Arbitrary<Workflow> workflows() {
        return Combinators.combine(texts(), texts(), Arbitraries.of(Workflow.Status.class), fields(values()))
                .as(Workflow::new);
    }

    public static Arbitrary<Map<String, Variable>> memories() {
        return fields(
                Combinators.combine(values(), Arbitraries.of(Durability.class)).as(Variable::new));
    }

    /** Values of every kind, nested up to {@link Value#MAX_DEPTH} deep. */
    public static Arbitrary<Value> values() {
        Arbitrary<Value> bushy = Arbitraries.recursive(
                ContextArbitraries::leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(Value::of), fields(inner).map(Value::of)),
                0,
                2);
        Arbitrary<Value> deep = Combinators.combine(
                        leaves(), Arbitraries.integers().between(3, Value.MAX_DEPTH), texts(), Arbitraries.of(0, 1))
                .as(ContextArbitraries::nested);
        return Arbitraries.frequencyOf(Tuple.of(20, bushy), Tuple.of(1, deep));
    }

    private static Value nested(Value leaf, int depth, String name, int parity) {
        Value value = leaf;
        for (int i = 1; i < depth; i++) {
            value = i % 2 == parity ? Value.of(List.of(value)) : Value.of(Map.of(name, value));
        }
        return value;
    }

    private static Arbitrary<Value> leaves() {
        return Arbitraries.oneOf(
                texts().map(Value::of),
                integers().map(Value::of),
                decimals().map(Value::of),
                Arbitraries.of(true, false).map(Value::of),
                Arbitraries.just(Value.ofNull()));
    }

    private static <T> Arbitrary<Map<String, T>> fields(Arbitrary<T> values) {
        return Arbitraries.maps(texts(), values).ofMaxSize(3);
    }

    /** Any Java strings. */
    public static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.strings().ascii().ofMaxLength(30)),
                Tuple.of(4, Arbitraries.strings().all().ofMaxLength(30)),
                Tuple.of(
                        4,
                        Arbitraries.strings()
                                .withChars(ODD_CHARACTERS.toCharArray())
                                .ofMaxLength(8)),
                Tuple.of(2, Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(30)),
                Tuple.of(1, edgyTexts()));
    }

    /** Texts of an edgy length, all of one character but for one odd character at an edgy place. */
    private static Arbitrary<String> edgyTexts() {
        return Combinators.combine(
                        Arbitraries.of(EDGY_LENGTHS),
                        Arbitraries.of('a', 'é', '漢'),
                        Arbitraries.chars().with(ODD_CHARACTERS.toCharArray()),
                        Arbitraries.of(0, 24, 4_095, 4_096, 8_191, 8_192, Integer.MAX_VALUE))
                .as((length, usual, odd, place) -> {
                    StringBuilder text = new StringBuilder(usual.toString().repeat(length));
                    text.setCharAt(Math.min(place, length - 1), odd);
                    return text.toString();
                });
    }

    private static Arbitrary<Long> integers() {
        return Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 63L, 64L, -64L, -65L), Arbitraries.longs());
    }

    private static Arbitrary<BigDecimal> decimals() {
        BigInteger most = BigInteger.TEN.pow(Value.MAX_DECIMAL_DIGITS).subtract(BigInteger.ONE);
        Arbitrary<BigInteger> unscaled = Arbitraries.oneOf(
                Arbitraries.of(BigInteger.ZERO, most, most.negate()),
                Arbitraries.longs().map(BigInteger::valueOf),
                Arbitraries.bigIntegers().between(most.negate(), most));
        Arbitrary<Integer> scales = Arbitraries.oneOf(
                Arbitraries.of(0, 1, 2, 6, 7, -1, Value.MAX_DECIMAL_DIGITS, -Value.MAX_DECIMAL_DIGITS),
                Arbitraries.integers().between(-Value.MAX_DECIMAL_DIGITS, Value.MAX_DECIMAL_DIGITS));
        return Combinators.combine(unscaled, scales).as(BigDecimal::new);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.oneOf(
                Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.EPOCH.minusNanos(1), Contexts.NOON),
                Combinators.combine(
                                Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                                fractions())
                        .as(Instant::ofEpochSecond));
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        Duration.ZERO,
                        Duration.ofNanos(-1),
                        Duration.ofMillis(-1_500),
                        Duration.ofSeconds(Long.MIN_VALUE),
                        Duration.ofSeconds(Long.MIN_VALUE, 1),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
                Combinators.combine(Arbitraries.longs(), fractions()).as(Duration::ofSeconds));
    }

    /** Nanoseconds: of whole milliseconds, of whole microseconds, and any. */
    private static Arbitrary<Long> fractions() {
        return Combinators.combine(
                        Arbitraries.of(1, 1_000, 1_000_000),
                        Arbitraries.integers().between(0, 999))
                .as((unit, count) -> (long) unit * count)
                .flatMap(fraction -> Arbitraries.of(fraction, 999_999_999L - fraction));
    }
}
