package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.Value;
import org.reprise.context.Variable;

/** What a file may look like, and the sessions that are made of it. */
class FileCorpusTest {

    private static final String HI = "[{'role': 'user', 'content': 'Hi'}]";
    private static final String BYE = "[{'role': 'user', 'content': 'Bye'}]";

    @TempDir
    private Path directory;

    private TextFiles files;

    @BeforeEach
    void chooseDirectory() {
        files = new TextFiles(directory);
    }

    private Corpus open(String json) {
        return files.open(json(json));
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }

    private static List<String> texts(Corpus corpus, int conversations) {
        return corpus.context(conversations).texts();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[" + HI + "," + BYE + "]",
                HI + "\n" + BYE + "\n",
                HI + "\r\n\r\n" + BYE,
                "[{'messages': " + HI + "}, {'messages': " + BYE + "}]",
                "{'traj': " + HI + "}\n{'history': " + BYE + "}",
                "[{'id': 1, 'traj': " + HI + ", 'score': 2}, " + BYE + "]",
                "\ufeff[" + HI + "," + BYE + "]",
                "\ufeff" + HI + "\n" + BYE
            })
    void everyLayout_holdsItsConversationsInOrder(String layout) {
        Corpus corpus = open(layout);

        assertThat(texts(corpus, 2)).containsExactly("Hi", "Bye");
    }

    @ParameterizedTest
    @ValueSource(strings = {HI, "{'messages': " + HI + "}", "[" + HI + "]", "\n {'role': 'x', 'traj': " + HI + "}"})
    void fileOfOneConversation_isReadAsOne(String layout) {
        assertThat(texts(open(layout), 3)).containsExactly("Hi", "Hi", "Hi");
    }

    @Test
    void objectWithSeveralLists_holdsItsMessagesUnderTheFirstKnownName() {
        Corpus corpus = open("{'history': [1], 'traj': [], 'messages': " + HI + "}");

        assertThat(texts(corpus, 1)).containsExactly("Hi");
        assertThat(corpus.context(1).head().memory())
                .containsEntry("history", Variable.durable(Value.of(List.of(Value.of(1)))))
                .containsEntry("traj", Variable.durable(Value.of(List.of())));
    }

    @Test
    void laterConversations_overrideWhatEarlierOnesTold() {
        SessionContext context = open("{'a': 1, 'b': 1, 'messages': " + HI + "}\n{'b': 2, 'messages': " + BYE + "}")
                .context(2);

        assertThat(context.head().memory())
                .isEqualTo(Map.of("a", Variable.durable(Value.of(1)), "b", Variable.durable(Value.of(2))));
    }

    @Test
    void contextOfMoreConversationsThanTheFileHolds_beginsAnewWithFreshIdsAndLaterTimes() {
        SessionContext context = open("""
                [{'role': 'assistant', 'tool_calls': [{'id': 'a', 'function': {'name': 'f', 'arguments': ''}}]},
                 {'role': 'tool', 'tool_call_id': 'a', 'content': 'r'}]""").context(3);

        assertThat(context.history()).hasSize(9);
        assertThat(context.history()).extracting(HistoryEntry::id).doesNotHaveDuplicates();
        assertThat(context.messages()).extracting(Message::at).isSorted().doesNotHaveDuplicates();
        assertThat(context.head().createdAt())
                .isEqualTo(context.messages().get(0).at());
        assertThat(context.head().updatedAt())
                .isEqualTo(context.messages().get(5).at());
    }

    @Test
    void longConversation_endsBeforeTheNextBegins() {
        String messages = "{'role': 'user', 'content': ''},".repeat(4_999) + "{'role': 'user', 'content': ''}";

        SessionContext context = open("[" + messages + "]").context(2);

        assertThat(context.messages()).extracting(Message::at).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void context_isTheConversationsOneAfterAnother() {
        Corpus corpus = open(HI + BYE);

        assertThat(corpus.context(5).history())
                .isEqualTo(IntStream.range(0, 5)
                        .mapToObj(corpus::conversation)
                        .flatMap(conversation -> conversation.entries().stream())
                        .toList());
    }

    @Test
    void seed_decidesIdsAndTimesAndNothingElse() throws IOException {
        String path = Files.writeString(directory.resolve("x.json"), json(HI)).toString();
        SessionContext context = Corpora.open(path, 1).context(2);
        SessionContext other = Corpora.open(path, 2).context(2);

        assertThat(Corpora.open(path, 1).context(2)).isEqualTo(context);
        assertThat(other.texts()).isEqualTo(context.texts());
        assertThat(other.head().sessionId()).isNotEqualTo(context.head().sessionId());
        assertThat(other.messages()).doesNotContainAnyElementsOf(context.messages());
    }

    @Test
    void ids_lookLikeThoseOfTheChatService() {
        assertThat(open(HI).conversation(0).entries().get(0).id()).matches("msg_[0-9A-Za-z]{24}");
    }

    @Test
    void name_isTheFilesName() {
        Corpus corpus = files.open("my chats.jsonl", json(HI).getBytes(UTF_8));

        assertThat(corpus.name()).isEqualTo("my chats.jsonl");
        assertThat(corpus.context(1).head().workflow().name()).isEqualTo("my chats");
    }

    @Test
    void countsBelowTheirBounds_areRefused() {
        Corpus corpus = open(HI);

        assertThatThrownBy(() -> corpus.context(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conversations is 0, at least 1 is expected");
        assertThatThrownBy(() -> corpus.conversation(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index is -1, at least 0 is expected");
    }
}
