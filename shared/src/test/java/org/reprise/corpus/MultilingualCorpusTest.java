package org.reprise.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Character.UnicodeScript;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.Message;

class MultilingualCorpusTest {

    private static final int CHINESE = 0;
    private static final int EMOJI = 1;
    private static final int FRENCH = 3;
    private static final int LANGUAGES = 6;

    private final Corpus corpus = Corpora.open("multilingual", 42);

    @ParameterizedTest
    @CsvSource({"0, HAN", "2, ARABIC", "4, DEVANAGARI", "5, CYRILLIC"})
    void conversation_isInTheScriptOfItsTurn(int index, UnicodeScript script) {
        assertThat(shareOf(script, texts(index))).isGreaterThan(0.5);
        assertThat(shareOf(script, texts(index + LANGUAGES))).isGreaterThan(0.5);
    }

    private static double shareOf(UnicodeScript script, String text) {
        int[] letters = text.codePoints().filter(Character::isLetter).toArray();
        return text.codePoints()
                        .filter(Character::isLetter)
                        .filter(letter -> UnicodeScript.of(letter) == script)
                        .count()
                / (double) letters.length;
    }

    @Test
    void emojiConversation_holdsSurrogatePairsJoinersSkinTonesAndFlags() {
        assertThat(texts(EMOJI))
                .contains("👨\u200d👩\u200d👧\u200d👦", "\ufe0f")
                .containsPattern("[\ud83c\udffb-\ud83c\udfff]")
                .containsPattern("[\ud83c\udde6-\ud83c\uddff]{2}");
    }

    @Test
    void frenchConversation_isAccentedAndAllLatin1() {
        assertThat(texts(FRENCH))
                .matches(text -> StandardCharsets.ISO_8859_1.newEncoder().canEncode(text), "can be encoded as Latin-1")
                .containsPattern("[é-ü]");
    }

    @Test
    void chineseConversation_takesAboutThreeBytesACharacter() {
        String prompt = ((Message) corpus.conversation(CHINESE).entries().get(0)).content();

        assertThat(prompt.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(2 * prompt.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"generated", "multilingual"})
    void texts_holdNoUnpairedSurrogate(String spec) {
        Corpus texts = Corpora.open(spec, 9);
        Charset utf8 = StandardCharsets.UTF_8;

        for (int i = 0; i < 60; i++) {
            String json = ChatForm.of(texts.conversation(i)).toString();
            assertThat(new String(json.getBytes(utf8), utf8)).isEqualTo(json);
        }
    }

    private String texts(int index) {
        return corpus.conversation(index).entries().stream()
                .filter(Message.class::isInstance)
                .map(entry -> String.valueOf(((Message) entry).content()))
                .collect(Collectors.joining("\n"));
    }
}
