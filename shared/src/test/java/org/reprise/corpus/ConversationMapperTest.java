package org.reprise.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** How what a file tells becomes entries and a head. */
class ConversationMapperTest {

    private static final String HI = "[{'role': 'user', 'content': 'Hi'}]";

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
    @CsvSource({"system, SYSTEM", "developer, SYSTEM", "user, USER", "assistant, ASSISTANT"})
    void role_isMapped(String role, Role expected) {
        Message message = (Message) open("[{'role': '" + role + "', 'content': 'Hi'}]")
                .conversation(0)
                .entries()
                .get(0);

        assertThat(message.role()).isEqualTo(expected);
        assertThat(message.content()).isEqualTo("Hi");
        assertThat(message.toolCallIds()).isEmpty();
        assertThat(message.answersCallId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "'content': null | none",
                "'name': 'x' | none",
                "'content': '' | ``",
                "'content': [] | ``",
                "'content': [{'type': 'text', 'text': 'a'}, {'type': 'text', 'text': 'b'}] | ab",
                "'content': [{'type': 'image_url', 'url': 'u'}] | [{'type':'image_url','url':'u'}]",
                "'content': [{'type': 'text', 'text': 'a'}, 7] | [{'type':'text','text':'a'},7]",
            })
    void content_isTextOrTheJsonOfPartsThatAreNotText(String field, String expected) {
        assertThat(texts(open("[{'role': 'user', " + field + "}]"), 1))
                .containsExactly(expected == null ? null : json(expected));
    }

    @Test
    void stringsOfEveryKind_areKeptExactly() {
        Corpus corpus = open("[{'role': 'user', 'content': 'é – 漢字 👍🏽 \\ud83d \\u0000 \\n'}]");

        assertThat(texts(corpus, 1)).containsExactly("é – 漢字 👍🏽 \ud83d \0 \n");
    }

    @Test
    void assistantMessageWithCalls_isFollowedByTheCallsWithTheirResults() {
        List<HistoryEntry> entries = open("""
                [{'role': 'assistant', 'content': 'Let me see', 'tool_calls': [
                   {'id': 'a', 'type': 'function', 'function': {'name': 'find', 'arguments': '{}'}},
                   {'id': 'b', 'type': 'function', 'function': {'name': 'count', 'arguments': {'n': 1}}}]},
                 {'role': 'tool', 'tool_call_id': 'b', 'name': 'count', 'content': '1'},
                 {'role': 'tool', 'tool_call_id': 'a', 'content': null}]""").conversation(0).entries();

        Message asking = (Message) entries.get(0);
        ToolCall find = (ToolCall) entries.get(1);
        ToolCall count = (ToolCall) entries.get(2);
        assertThat(asking.content()).isEqualTo("Let me see");
        assertThat(asking.toolCallIds()).containsExactly(find.id(), count.id());
        assertThat(find).isEqualTo(new ToolCall(find.id(), "find", "{}", "", ToolCall.Status.SUCCEEDED, null));
        assertThat(count)
                .isEqualTo(new ToolCall(count.id(), "count", "{\"n\":1}", "1", ToolCall.Status.SUCCEEDED, null));
        assertThat(entries.subList(3, 5))
                .extracting("role", "content", "answersCallId")
                .containsExactly(tuple(Role.TOOL, null, count.id()), tuple(Role.TOOL, null, find.id()));
    }

    @Test
    void callWithoutReply_isPending() {
        Corpus corpus = open("[{'role': 'assistant', 'tool_calls': [{'id': 'a', 'function': {'name': 'find'}}]}]");

        ToolCall call = corpus.context(1).toolCalls().get(0);

        assertThat(call).isEqualTo(new ToolCall(call.id(), "find", "", null, ToolCall.Status.PENDING, null));
    }

    @Test
    void callIdUsedAgainAfterItsAnswer_isAnotherCall() {
        String round = """
                {'role': 'assistant', 'tool_calls': [{'id': 'a', 'function': {'name': 'f', 'arguments': '%s'}}]},
                {'role': 'tool', 'tool_call_id': 'a', 'content': '%s'}""";
        List<ToolCall> calls = open("[" + round.formatted("1", "one") + "," + round.formatted("2", "two") + "]")
                .context(1)
                .toolCalls();

        assertThat(calls).extracting(ToolCall::arguments).containsExactly("1", "2");
        assertThat(calls).extracting(ToolCall::result).containsExactly("one", "two");
    }

    @Test
    void legacyFunctionCall_isJoinedByTheFunctionsName() {
        SessionContext context = open("""
                [{'role': 'assistant', 'content': null, 'function_call': {'name': 'f', 'arguments': '{}'}},
                 {'role': 'function', 'name': 'f', 'content': 'done'}]""").context(1);

        assertThat(context.toolCalls()).extracting(ToolCall::name).containsExactly("f");
        assertThat(context.toolCalls()).extracting(ToolCall::result).containsExactly("done");
        assertThat(context.texts()).containsExactly(null, "done");
    }

    @Test
    void workflow_tellsTheLastToolAndTheSlotsFilled() {
        String messages = """
                [{'role': 'assistant', 'tool_calls': [
                   {'id': 'a', 'function': {'name': 'f', 'arguments': '{"id": "x", "n": 1, "p": 1.50, "l": [1]}'}}]},
                 {'role': 'tool', 'tool_call_id': 'a', 'content': ''},
                 {'role': 'assistant', 'tool_calls': [
                   {'id': 'b', 'function': {'name': 'g', 'arguments': '{"n": 2, "ok": true, "z": null}'}},
                   {'id': 'c', 'function': {'name': 'h', 'arguments': '{"n": 3'}}]}]""";

        Workflow workflow =
                open(messages.replace("\"", "\\\"")).context(1).head().workflow();

        assertThat(workflow)
                .isEqualTo(new Workflow(
                        "chats",
                        "h",
                        Workflow.Status.WAITING,
                        Map.of(
                                "id", Value.of("x"),
                                "n", Value.of(2),
                                "p", Value.of(new BigDecimal("1.50")),
                                "ok", Value.of(true),
                                "z", Value.ofNull())));
    }

    @Test
    void conversationThatTheAgentEnds_isCompletedAndNeedsNoTool() {
        Workflow workflow = open("[{'role': 'assistant', 'content': 'Bye'}]")
                .context(1)
                .head()
                .workflow();

        assertThat(workflow).isEqualTo(new Workflow("chats", "conversation", Workflow.Status.COMPLETED, Map.of()));
    }

    @Test
    void otherFieldsOfTheConversation_areDurableVariables() {
        Map<String, Variable> memory = open("{'a': 'x', 'b': 1, 'c': 1.50, 'd': true, 'e': null, 'f': [1, {'g': 2}], "
                        + "'messages': " + HI + "}")
                .context(1)
                .head()
                .memory();

        assertThat(memory)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a", Variable.durable(Value.of("x")),
                        "b", Variable.durable(Value.of(1)),
                        "c", Variable.durable(Value.of(new BigDecimal("1.50"))),
                        "d", Variable.durable(Value.of(true)),
                        "e", Variable.durable(Value.ofNull()),
                        "f", Variable.durable(Value.of(List.of(Value.of(1), Value.of(Map.of("g", Value.of(2))))))));
    }

    @Test
    void fieldNestedDeeperThanAValueMayBe_isKeptAsJsonFromThere() {
        String nested = "[".repeat(40) + "7" + "]".repeat(40);

        Value value = open("{'deep': " + nested + ", 'messages': " + HI + "}")
                .context(1)
                .head()
                .memory()
                .get("deep")
                .value();

        assertThat(value.depth()).isEqualTo(Value.MAX_DEPTH);
        for (int depth = 1; depth < Value.MAX_DEPTH; depth++) {
            value = ((Value.Items) value).items().get(0);
        }
        assertThat(value).isEqualTo(Value.of("[".repeat(9) + "7" + "]".repeat(9)));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, Int", "9223372036854775808, Decimal", "1e1000, Decimal", "1e1001, Text"})
    void number_isKeptExactlyInTheNarrowestKindThatHoldsIt(String number, String kind) {
        Value value = open("{'n': " + number + ", 'messages': " + HI + "}")
                .context(1)
                .head()
                .memory()
                .get("n")
                .value();

        assertThat(value.getClass().getSimpleName()).isEqualTo(kind);
    }
}
