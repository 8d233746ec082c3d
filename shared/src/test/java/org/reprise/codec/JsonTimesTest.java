package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTimesTest {

    @Property
    void instantThatWasWritten_comesBack(@ForAll("instants") Instant instant) {
        assertThat(JsonTimes.instant(instant.toString())).isEqualTo(instant);
    }

    @Property
    void textWithADigitChanged_isReadAsTheJdkReadsIt(
            @ForAll("instants") Instant instant, @ForAll("places") int place, @ForAll("characters") char character) {
        StringBuilder text = new StringBuilder(instant.toString());
        text.setCharAt(place % text.length(), character);

        assertAsTheJdk(text.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-01T00:00:00",
                "2026-02-29T00:00:00Z",
                "2024-02-29T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00.5Z",
                "2026-01-01T01:00:00+01:00",
                "+12026-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01t00:00:00z"
            })
    void otherTexts_areReadAsTheJdkReadsThem(String text) {
        assertAsTheJdk(text);
    }

    private static void assertAsTheJdk(String text) {
        Instant expected;
        try {
            expected = Instant.parse(text);
        } catch (DateTimeException e) {
            assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> JsonTimes.instant(text));
            return;
        }
        assertThat(JsonTimes.instant(text)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(-90_000_000_000L, 400_000_000_000L),
                        Arbitraries.of(0, 1, 1_000, 120_000_000, 999_999_999, 123_456_789))
                .as(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 40);
    }

    @Provide
    Arbitrary<Character> characters() {
        return Arbitraries.of('0', '1', '9', '-', ':', '.', 'Z', 'T', 'x', '٣', '+');
    }
}
