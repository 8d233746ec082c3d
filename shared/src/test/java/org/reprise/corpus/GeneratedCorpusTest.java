package org.reprise.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.ContextDigest;
import org.reprise.context.Durability;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;
import org.reprise.context.Variable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeneratedCorpusTest {

    private static final int CONVERSATIONS = 300;

    /**
     * The figures of {@link RealConversationsTest}, and how far a few hundred generated conversations may be off. All
     * conversations of a corpus share one system prompt, a third of their text, so the ratio depends on that one draw.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 42, -7})
    void generatedConversations_haveTheFiguresOfRealOnes(long seed) {
        TrafficFigures figures = TrafficFigures.of(Corpora.open(Corpora.GENERATED, seed), CONVERSATIONS);

        assertThat(figures.messages).allSatisfy(messages -> assertThat(messages).isBetween(6, 62));
        assertThat(TrafficFigures.mean(figures.messages)).isCloseTo(26.5, withPercentage(8));
        assertThat(figures.share(Role.SYSTEM)).isCloseTo(0.04, within(0.01));
        assertThat(figures.share(Role.USER)).isCloseTo(0.28, within(0.02));
        assertThat(figures.share(Role.ASSISTANT)).isCloseTo(0.46, within(0.01));
        assertThat(figures.share(Role.TOOL)).isCloseTo(0.22, within(0.02));
        assertThat(figures.shareOfAssistantMessagesWithCalls()).isCloseTo(0.474, within(0.03));
        assertThat(TrafficFigures.median(figures.characters(Role.SYSTEM))).isCloseTo(6_155, withPercentage(1));
        assertThat(TrafficFigures.median(figures.characters(Role.USER))).isCloseTo(92, withPercentage(5));
        assertThat(TrafficFigures.median(figures.characters(Role.ASSISTANT))).isCloseTo(127, withPercentage(20));
        assertThat(TrafficFigures.median(figures.assistantTexts)).isCloseTo(251, withPercentage(5));
        assertThat(TrafficFigures.median(figures.characters(Role.TOOL))).isCloseTo(667, withPercentage(5));
        assertThat(figures.characters(Role.TOOL)).contains(0).allMatch(characters -> characters <= 8_117);
        assertThat(figures.characters(Role.TOOL)).anyMatch(characters -> characters > 6_000);
        assertThat(figures.shareBeyondLatin1()).isCloseTo(0.0145, within(0.005));
        assertThat(TrafficFigures.mean(figures.jsonCharacters)).isCloseTo(16_094, withPercentage(5));
        assertThat(TrafficFigures.mean(figures.deflateRatios)).isCloseTo(3.70, withPercentage(8));
    }

    @Test
    void seed42_givesTheSameContextOnEveryPlatform() {
        assertThat(ContextDigest.of(Corpora.open("generated", 42).context(3)).value())
                .isEqualTo("ae6cf76334fbd42af1ae1980b0b68e1cb71b28514c92f8fd403954ec11767262");
        assertThat(ContextDigest.of(Corpora.open("multilingual", 42).context(6)).value())
                .isEqualTo("923865ee96f1318996d9fce7c4f10bb7bc329673dd424703b418b02123951d90");
    }

    @Test
    void seed_decidesEverything() {
        SessionContext context = Corpora.open("generated", 5).context(2);

        assertThat(Corpora.open("generated", 5).context(2)).isEqualTo(context);
        assertThat(Corpora.open("generated", 6).context(2)).isNotEqualTo(context);
    }

    @Test
    void defaultLocale_decidesNothing() {
        SessionContext context = Corpora.open("multilingual", 5).context(6);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Corpora.open("multilingual", 5).context(6)).isEqualTo(context);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyCall_isAnsweredWithItsResultAndADuration() {
        SessionContext context = Corpora.open("generated", 3).context(50);

        assertThat(context.toolCalls()).isNotEmpty().allSatisfy(call -> {
            assertThat(call.result()).isNotNull();
            assertThat(call.duration()).isPositive();
            assertThat(call.status()).isIn(ToolCall.Status.SUCCEEDED, ToolCall.Status.FAILED);
        });
        assertThat(context.toolCalls()).extracting(ToolCall::status).contains(ToolCall.Status.FAILED);
        assertThat(context.messages().stream()
                        .map(Message::answersCallId)
                        .flatMap(Stream::ofNullable)
                        .toList())
                .isEqualTo(context.toolCalls().stream().map(ToolCall::id).toList());
    }

    @Test
    void toolTraffic_isJsonWithValuesOfEveryKind() {
        SessionContext context = Corpora.open("generated", 3).context(20);

        Set<String> kinds = context.toolCalls().stream()
                .flatMap(call -> Stream.of(call.arguments(), String.valueOf(call.result())))
                .filter(text -> text.startsWith("{") || text.startsWith("["))
                .map(JsonMapper.shared()::readTree)
                .flatMap(GeneratedCorpusTest::withNested)
                .map(node -> node.getNodeType().name())
                .collect(Collectors.toSet());

        assertThat(kinds).containsExactlyInAnyOrder("OBJECT", "ARRAY", "STRING", "NUMBER", "BOOLEAN", "NULL");
    }

    private static Stream<JsonNode> withNested(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(GeneratedCorpusTest::withNested));
    }

    @Test
    void memory_holdsValuesOfEveryKindAndSomeOfItIsScratch() {
        Collection<Variable> memory =
                Corpora.open("generated", 3).context(1).head().memory().values();

        assertThat(memory)
                .extracting(variable -> variable.value().getClass().getSimpleName())
                .containsOnly("Text", "Int", "Decimal", "Bool", "Items", "Fields", "Null");
        assertThat(memory).extracting(Variable::durability).contains(Durability.DURABLE, Durability.TRANSIENT);
    }

    @Test
    void workflowAndPreferences_areGeneratedToo() {
        SessionContext context = Corpora.open("generated", 3).context(1);

        assertThat(context.head().workflow().name()).isEqualTo("order_support");
        assertThat(context.head().workflow().state())
                .containsKeys("order_id", "refund", "confirmed", "completed_steps");
        assertThat(context.head().preferences()).containsKeys("newsletter", "quiet_hours", "delivery_note");
    }
}
