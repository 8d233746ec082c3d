package org.reprise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.reprise.context.Difference.Kind;

class DifferenceTest {

    @Test
    void aMissingItem_isToldInOneLine() {
        assertThat(difference("tone", Kind.MISSING, "kind", null))
                .hasToString("PREFERENCES tone MISSING: expected kind, found nothing");
    }

    @Test
    void anExtraItem_isToldInOneLine() {
        assertThat(difference("tone", Kind.EXTRA, null, "kind"))
                .hasToString("PREFERENCES tone EXTRA: expected nothing, found kind");
    }

    @Test
    void aLongItem_isToldByItsStart() {
        assertThat(difference("tone", Kind.CHANGED, "a".repeat(80), "b".repeat(81)))
                .hasToString(
                        "PREFERENCES tone CHANGED: expected " + "a".repeat(80) + ", found " + "b".repeat(80) + "…");
    }

    @Test
    void whatWouldBreakTheLine_isReplaced() {
        assertThat(difference("a\nb\u2028", Kind.CHANGED, "c\rd\0", "\ud83d\ude00\ud800"))
                .hasToString("PREFERENCES a\ufffdb\ufffd CHANGED: expected c\ufffdd\ufffd, found \ud83d\ude00\ufffd");
    }

    @Test
    void differenceWithoutItsParts_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Difference(null, "x", Kind.EXTRA, Durability.DURABLE, null, ""))
                .withMessage("section");
        assertThatNullPointerException()
                .isThrownBy(() -> new Difference(ContextSection.MEMORY, null, Kind.EXTRA, Durability.DURABLE, null, ""))
                .withMessage("item");
        assertThatNullPointerException()
                .isThrownBy(() -> new Difference(ContextSection.MEMORY, "x", null, Durability.DURABLE, null, ""))
                .withMessage("kind");
        assertThatNullPointerException()
                .isThrownBy(() -> new Difference(ContextSection.MEMORY, "x", Kind.EXTRA, null, null, ""))
                .withMessage("durability");
    }

    private static Difference difference(String item, Kind kind, Object expected, Object actual) {
        return new Difference(ContextSection.PREFERENCES, item, kind, Durability.DURABLE, expected, actual);
    }
}
