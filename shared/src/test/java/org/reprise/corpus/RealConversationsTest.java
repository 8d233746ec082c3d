package org.reprise.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;

/** 200 conversations that a real agent held, where their file lies beside the project. */
class RealConversationsTest {

    private static final Path FILE = Path.of("..", "..", "shared", "data", "tau-bench", "gpt-4o-airline.json");
    private static final int CONVERSATIONS = 200;

    private Corpus corpus;

    @BeforeEach
    void open() {
        assumeTrue(
                Files.isReadable(FILE),
                () -> "no real conversations at " + FILE.toAbsolutePath().normalize() + ": not tested");
        corpus = Corpora.open(FILE.toString(), 1);
    }

    @Test
    void file_holds200ConversationsOf6To62Messages() {
        TrafficFigures figures = TrafficFigures.of(corpus, CONVERSATIONS);

        assertThat(figures.messages).hasSize(CONVERSATIONS);
        assertThat(figures.messages).allSatisfy(messages -> assertThat(messages).isBetween(6, 62));
        assertThat(figures.allMessages()).isEqualTo(5_308);
        assertThat(ChatForm.of(corpus.conversation(CONVERSATIONS)))
                .as("the conversation after the last is the first again, but for its ids")
                .hasSameSizeAs(ChatForm.of(corpus.conversation(0)));
    }

    @Test
    void file_hasTheFiguresThatTheGeneratorIsHeldTo() {
        TrafficFigures figures = TrafficFigures.of(corpus, CONVERSATIONS);

        assertThat(TrafficFigures.median(figures.characters(Role.SYSTEM))).isEqualTo(6_155);
        assertThat(TrafficFigures.median(figures.characters(Role.USER))).isEqualTo(92);
        assertThat(TrafficFigures.median(figures.characters(Role.ASSISTANT))).isEqualTo(127);
        assertThat(TrafficFigures.median(figures.assistantTexts)).isEqualTo(251);
        assertThat(TrafficFigures.median(figures.characters(Role.TOOL))).isEqualTo(667);
        assertThat(figures.characters(Role.TOOL).stream().max(Integer::compare)).contains(8_117);
        assertThat(figures.share(Role.SYSTEM)).isCloseTo(0.04, within(0.005));
        assertThat(figures.share(Role.USER)).isCloseTo(0.28, within(0.005));
        assertThat(figures.share(Role.ASSISTANT)).isCloseTo(0.46, within(0.005));
        assertThat(figures.share(Role.TOOL)).isCloseTo(0.22, within(0.005));
        assertThat(figures.shareOfAssistantMessagesWithCalls()).isCloseTo(0.474, within(0.001));
        assertThat(figures.shareBeyondLatin1()).isCloseTo(0.0145, within(0.0001));
        assertThat(TrafficFigures.mean(figures.jsonCharacters)).isCloseTo(16_094, within(1.0));
        assertThat(TrafficFigures.mean(figures.deflateRatios)).isCloseTo(3.70, within(0.02));
    }

    @Test
    void everyCall_isJoinedWithItsResultAndItsAnswer() {
        SessionContext context = corpus.context(CONVERSATIONS);

        assertThat(context.toolCalls()).hasSize(1_164).allSatisfy(call -> {
            assertThat(call.status()).isEqualTo(ToolCall.Status.SUCCEEDED);
            assertThat(call.result()).isNotNull();
        });
        List<String> answered = context.messages().stream()
                .map(Message::answersCallId)
                .flatMap(Stream::ofNullable)
                .toList();
        assertThat(answered)
                .containsExactlyElementsOf(
                        context.toolCalls().stream().map(ToolCall::id).toList());
    }

    @Test
    void ids_areUniqueThoughTheFileRepeatsCallIds() {
        SessionContext context = corpus.context(2 * CONVERSATIONS);

        assertThat(context.messages().stream().map(Message::id)).doesNotHaveDuplicates();
        assertThat(context.toolCalls()).hasSize(2 * 1_164);
        assertThat(context.history()).hasSize(2 * (5_308 + 1_164));
    }

    @Test
    void head_tellsTheSlotsThatTheAgentFilledAndTheOtherFieldsOfTheFile() {
        SessionContext context = corpus.context(1);

        assertThat(context.head().workflow().name()).isEqualTo("gpt-4o-airline");
        assertThat(context.head().workflow().step()).isEqualTo("book_reservation");
        assertThat(context.head().workflow().state()).containsEntry("user_id", Value.of("mia_li_3668"));
        assertThat(context.head().memory()).containsOnlyKeys("task_id", "reward", "info", "trial");
        assertThat(context.head().memory().get("info").value()).isInstanceOf(Value.Fields.class);
    }
}
