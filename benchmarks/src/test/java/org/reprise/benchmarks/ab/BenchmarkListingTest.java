package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reprise.benchmarks.UsageException;

class BenchmarkListingTest {

    private static final String LISTING = """
            Loading some.plugin.Thing
            Benchmarks:\s
            ext.Tok.$thr
              param "e" = {A, B}
              param "n" = {1, 2}
            ext.Tok.m
            ext.Tok.m
            """;

    @Test
    void everyCombinationOfParameters_isACase() {
        assertThat(BenchmarkListing.parse(LISTING, Map.of()))
                .containsExactlyInAnyOrder(
                        BenchmarkCase.of("ext.Tok.$thr", Map.of("e", "A", "n", "1")),
                        BenchmarkCase.of("ext.Tok.$thr", Map.of("e", "A", "n", "2")),
                        BenchmarkCase.of("ext.Tok.$thr", Map.of("e", "B", "n", "1")),
                        BenchmarkCase.of("ext.Tok.$thr", Map.of("e", "B", "n", "2")),
                        BenchmarkCase.of("ext.Tok.m", Map.of()));
    }

    @Test
    void givenValues_standInForTheBenchmarksOwnAndUnknownParametersForNothing() {
        assertThat(BenchmarkListing.parse(LISTING, Map.of("n", List.of("7"), "e", List.of(""), "other", List.of("1"))))
                .containsExactlyInAnyOrder(
                        BenchmarkCase.of("ext.Tok.$thr", Map.of("e", "", "n", "7")),
                        BenchmarkCase.of("ext.Tok.m", Map.of()));
    }

    @Test
    void anEmptyList_hasNoCases() {
        assertThat(BenchmarkListing.parse("Benchmarks: \n", Map.of())).isEmpty();
        assertThat(BenchmarkListing.parse("", Map.of())).isEmpty();
    }

    @Test
    void aValueThatJmhWouldSplit_isRefused() {
        assertThatThrownBy(() -> BenchmarkListing.parse("Benchmarks: \na.B.c\n  param \"path\" = {x,y, z}\n", Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("path", "a.B.c", "'x,y'");
    }

    @Test
    void aCase_isNamedWithItsParametersInAlphabeticalOrder() {
        assertThat(BenchmarkCase.of("a.B.c", Map.of("z", "1", "a", "2"))).hasToString("a.B.c (a=2, z=1)");
        assertThat(BenchmarkCase.of("a.B.c", Map.of())).hasToString("a.B.c");
    }
}
