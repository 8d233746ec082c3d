package org.reprise.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VocabularyTest {

    private static final Pattern SLOT = Pattern.compile("\\{([^}]*)}?");

    @ParameterizedTest
    @EnumSource(Language.class)
    void everySlotOfEveryPhrase_namesAKindOfPhrase(Language language) {
        Vocabulary vocabulary = new CaseFacts(Vocabulary.of(language), new Draws(1, 0)).vocabulary();

        assertThat(vocabulary.phrases().values()).doesNotContain(List.of());
        assertThat(vocabulary.phrases().values().stream().flatMap(VocabularyTest::slots))
                .isNotEmpty()
                .allMatch(vocabulary::has);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguage_hasTheKindsThatTextsAndToolsAskFor(Language language) {
        assertThat(Vocabulary.of(language).phrases())
                .containsKeys("given", "family", "city", "street", "quality", "article", "option", "tag", "reason")
                .containsKeys("user", "assistant", "title", "policy");
    }

    private static Stream<String> slots(List<String> phrases) {
        return phrases.stream()
                .flatMap(phrase -> SLOT.matcher(phrase).results())
                .map(slot -> slot.group(1));
    }
}
