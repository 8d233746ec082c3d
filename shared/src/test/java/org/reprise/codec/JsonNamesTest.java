package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "tone", "Grüße 漢字", "\ud83d\ude00", "\"\n\0", "/u0041"})
    void namesOfPairedCharacters_standAsTheyAre(String name) {
        assertThat(JsonNames.escape(name)).isSameAs(name);
        assertThat(JsonNames.unescape(name)).isSameAs(name);
    }

    @Test
    void backslashes_areDoubled() {
        assertEscaped("\\", "\\\\");
        assertEscaped("C:\\temp\\u0041", "C:\\\\temp\\\\u0041");
    }

    @Test
    void unpairedSurrogates_areSpelledOut() {
        assertEscaped("\ud800", "\\ud800");
        assertEscaped("a\udfffb", "a\\udfffb");
        assertEscaped("\ude00\ud83d", "\\ude00\\ud83d");
        assertEscaped("\ud83d\ud83d\ude00\ude00", "\\ud83d\ud83d\ude00\\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\", "\\\\\\", "\\n", "\\u", "\\u12", "\\u123", "\\uxyzw", "\\u-123", "\\u+123"})
    void backslashesThatBeginNothing_areRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonNames.unescape(name));
    }

    private static void assertEscaped(String name, String escaped) {
        assertThat(JsonNames.escape(name)).isEqualTo(escaped);
        assertThat(JsonNames.unescape(escaped)).isEqualTo(name);
    }
}
