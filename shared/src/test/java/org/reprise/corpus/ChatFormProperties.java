package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Conversations written in any layout of the chat form are read back as they were. */
class ChatFormProperties {

    /** Escapes what is not ASCII, so that unpaired surrogates reach the file. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** What the user says, and the calls that the agent answers it with, if any. */
    record Turn(String user, List<Asked> calls) {}

    /** One call, and its answer. */
    record Asked(String name, String arguments, String result) {}

    enum Layout {
        JSON_ARRAY,
        JSON_LINES
    }

    enum Holder {
        NONE,
        MESSAGES,
        TRAJ,
        HISTORY
    }

    private static Path file;

    @BeforeContainer
    static void createFile() throws IOException {
        file = Files.createTempFile("conversations", ".json");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyConversation_isReadBack(
            @ForAll("conversations") List<List<Turn>> conversations, @ForAll Layout layout, @ForAll Holder holder)
            throws IOException {
        Files.write(file, layOut(conversations, layout, holder).getBytes(UTF_8));

        Corpus corpus = Corpora.open(file.toString(), 1);

        for (int i = 0; i < conversations.size(); i++) {
            assertThat(plain(corpus.conversation(i))).isEqualTo(expected(conversations.get(i)));
        }
        assertThat(corpus.context(conversations.size()).messages())
                .extracting(Message::at)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static String layOut(List<List<Turn>> conversations, Layout layout, Holder holder) {
        List<String> written = conversations.stream()
                .map(turns -> hold(messages(turns), holder))
                .toList();
        return layout == Layout.JSON_LINES
                ? String.join("\n", written)
                : written.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static String hold(ArrayNode messages, Holder holder) {
        if (holder == Holder.NONE) {
            return JSON.writeValueAsString(messages);
        }
        ObjectNode object = JSON.createObjectNode().put("id", 1);
        object.set(holder.name().toLowerCase(Locale.ROOT), messages);
        return JSON.writeValueAsString(object);
    }

    /** Replies come in the reverse order of the calls, and call ids are used again in each turn. */
    private static ArrayNode messages(List<Turn> turns) {
        ArrayNode messages = JSON.createArrayNode();
        for (Turn turn : turns) {
            messages.addObject().put("role", "user").put("content", turn.user());
            ObjectNode assistant = messages.addObject().put("role", "assistant").put("content", "ok");
            List<Asked> calls = turn.calls();
            ArrayNode list = calls.isEmpty() ? JSON.createArrayNode() : assistant.putArray("tool_calls");
            for (int i = 0; i < calls.size(); i++) {
                list.addObject()
                        .put("id", "call" + i)
                        .putObject("function")
                        .put("name", calls.get(i).name())
                        .put("arguments", calls.get(i).arguments());
            }
            for (int i = calls.size() - 1; i >= 0; i--) {
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", "call" + i)
                        .put("content", calls.get(i).result());
            }
        }
        return messages;
    }

    private static List<List<Object>> expected(List<Turn> turns) {
        List<List<Object>> entries = new ArrayList<>();
        for (Turn turn : turns) {
            entries.add(List.of(Role.USER, turn.user()));
            entries.add(List.of(Role.ASSISTANT, "ok", turn.calls().size()));
            turn.calls().forEach(call -> entries.add(List.of(call.name(), call.arguments(), call.result())));
            IntStream.range(0, turn.calls().size())
                    .mapToObj(i -> turn.calls().get(turn.calls().size() - 1 - i))
                    .forEach(call -> entries.add(List.of(Role.TOOL, call.result())));
        }
        return entries;
    }

    private static List<List<Object>> plain(Conversation conversation) {
        Map<String, ToolCall> calls = conversation.entries().stream()
                .filter(ToolCall.class::isInstance)
                .map(ToolCall.class::cast)
                .collect(Collectors.toMap(ToolCall::id, Function.identity()));
        return conversation.entries().stream().map(entry -> plain(entry, calls)).toList();
    }

    private static List<Object> plain(HistoryEntry entry, Map<String, ToolCall> calls) {
        if (entry instanceof ToolCall call) {
            return List.of(call.name(), call.arguments(), call.result());
        }
        Message message = (Message) entry;
        return switch (message.role()) {
            case TOOL -> List.of(Role.TOOL, calls.get(message.answersCallId()).result());
            case ASSISTANT ->
                List.of(Role.ASSISTANT, message.content(), message.toolCallIds().size());
            default -> List.of(message.role(), message.content());
        };
    }

    @Provide
    Arbitrary<List<List<Turn>>> conversations() {
        Arbitrary<String> text = Arbitraries.strings().all().ofMaxLength(20);
        Arbitrary<Asked> asked = Combinators.combine(text, text, text).as(Asked::new);
        Arbitrary<Turn> turn =
                Combinators.combine(text, asked.list().ofMaxSize(3)).as(Turn::new);
        return turn.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(4);
    }
}
