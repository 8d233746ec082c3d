package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one line that each kind of bad input is answered with. */
class BadFileTest {

    private static final String A_CONVERSATION =
            "a list of messages, or an object that holds one under \"messages\", \"traj\" or \"history\"";
    private static final String A_SPEC = "\"generated\", \"multilingual\" or the path of a file of conversations";

    @TempDir
    private Path directory;

    private void assertRefused(byte[] content, String message) {
        Path file = directory.resolve("chats.json");
        assertThatThrownBy(() -> new TextFiles(directory).open("chats.json", content))
                .isInstanceOf(CorpusException.class)
                .hasMessage(file + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void emptyFile(String content) {
        assertRefused(content.getBytes(UTF_8), "holds no conversation; expected " + A_CONVERSATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[]]", "{'messages': []}", "[{'traj': []}]"})
    void conversationWithoutMessages(String content) {
        assertRefused(json(content), "conversation 1: holds no message; expected at least one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{}]", "{'id': 1}", "{'messages': 'x'}", "{'role': 'user', 'content': 'Hi'}"})
    void objectWithoutAListOfMessages(String content) {
        assertRefused(
                json(content),
                "conversation 1: is an object that holds no list of messages; expected " + A_CONVERSATION);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"3, 3", "[3], 3", "'x', 'x'", "null, null", "[true], true"})
    void scalarInsteadOfAConversation(String content, String shown) {
        assertRefused(json(content), "conversation 1: is " + shown.replace('\'', '"') + "; expected " + A_CONVERSATION);
    }

    @Test
    void laterConversationOfAnotherKind() {
        assertRefused(
                json("[[{'role': 'user', 'content': 'Hi'}], {'role': 'user', 'content': 'Hi'}]"),
                "conversation 2: is an object that holds no list of messages; expected " + A_CONVERSATION);
        assertRefused(
                json("{'traj': [{'role': 'user', 'content': 'Hi'}]}\n7"),
                "conversation 2: is 7; expected " + A_CONVERSATION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "3 | is 3; expected an object with a role",
                "[] | is a list; expected an object with a role",
                "{'content': 'Hi'} | role is missing; expected a string",
                "{'role': null} | role is null; expected a string",
                "{'role': 'robot'} | role is 'robot'; expected system, developer, user, assistant, tool or function",
                "{'role': 'user', 'content': 7} | content is 7; expected a string, null or a list of parts",
                "{'role': 'user', 'content': {}} | content is an object; expected a string, null or a list of parts",
                "{'role': 'tool', 'content': 'x'} | tool_call_id is missing; expected a string",
                "{'role': 'tool', 'tool_call_id': 'c'} | answers call 'c', which is not open; "
                        + "expected the id of a call asked for and not yet answered",
                "{'role': 'function', 'content': 'x'} | name is missing; expected a string",
                "{'role': 'function', 'name': 'f'} | answers call 'function f', which is not open; "
                        + "expected the id of a call asked for and not yet answered",
                "{'role': 'assistant', 'tool_calls': {}} | tool_calls is an object; expected a list",
                "{'role': 'assistant', 'tool_calls': [3]} | tool_calls[0] is 3; expected an object",
                "{'role': 'assistant', 'tool_calls': [{'function': {}}]} | tool_calls[0].id is missing; "
                        + "expected a string",
                "{'role': 'assistant', 'tool_calls': [{'id': 'a'}]} | tool_calls[0].function is missing; "
                        + "expected an object",
                "{'role': 'assistant', 'tool_calls': [{'id': 'a', 'function': {}}]} "
                        + "| tool_calls[0].function.name is missing; expected a string",
                "{'role': 'assistant', 'function_call': 'f'} | function_call is 'f'; expected an object",
                "{'role': 'assistant', 'function_call': {}} | function_call.name is missing; expected a string",
            })
    void badMessage(String message, String expected) {
        assertRefused(
                json("[[{'role': 'user', 'content': 'Hi'}], [{'role': 'user', 'content': 'Hi'}, " + message + "]]"),
                "conversation 2, message 2: " + expected.replace('\'', '"'));
    }

    @Test
    void callIdAskedForTwiceBeforeItsAnswer() {
        String call = "{'id': 'a', 'function': {'name': 'f', 'arguments': ''}}";
        String ask = "{'role': 'assistant', 'tool_calls': [" + call + "]}";

        assertRefused(
                json("[{'role': 'assistant', 'tool_calls': [" + call + "," + call + "]}]"),
                "conversation 1, message 1: call \"a\" is asked for again before it was answered; "
                        + "expected another id, or the answer first");
        assertRefused(
                json("[" + ask + "," + ask + "]"),
                "conversation 1, message 2: call \"a\" is asked for again before it was answered; "
                        + "expected another id, or the answer first");
    }

    @Test
    void secondAnswerToACall() {
        String answer = "{'role': 'tool', 'tool_call_id': 'a', 'content': 'x'}";
        String ask = "{'role': 'assistant', 'tool_calls': [{'id': 'a', 'function': {'name': 'f', 'arguments': ''}}]}";

        assertRefused(
                json("[" + ask + "," + answer + "," + answer + "]"),
                "conversation 1, message 3: answers call \"a\", which is not open; "
                        + "expected the id of a call asked for and not yet answered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'role': 'user'}, {'role': 'us | conversation 1, message 2: | 32",
                "[{'role': 'user'}, | conversation 1, message 2: | 19",
                "[{'id': 1, 'traj': [{'role': 'user'}, {'ro | conversation 1, message 2: | 43",
                "[{'traj': [{'role': 'user'}], 'id': | conversation 1: | 36",
                "[[{'role': 'user'}], [{'role': 'user'}, {'role' | conversation 2, message 2: | 48",
                "[[{'role': 'user'}], | conversation 2: | 21",
            })
    void truncatedJson(String content, String place, int column) {
        assertRefused(
                json(content),
                place + " the JSON ends too early at line 1, column " + column + "; expected the rest of it");
    }

    @Test
    void malformedJson() {
        assertRefused(
                json("[{'role': 'user'}]\n[{'role': 'user'}, {'role' 'user'}]"),
                "conversation 2, message 2: cannot be parsed at line 2, column 28: Unexpected character ('\"' (code"
                        + " 34)): was expecting a colon to separate property name and value; expected JSON in UTF-8");
        assertRefused(
                json("[{'role': 'user'}]}"),
                "conversation 2: cannot be parsed at line 1, column 19: Unexpected close marker '}': no open Object to"
                        + " close; expected JSON in UTF-8");
    }

    @Test
    void jsonNestedTooDeep() {
        assertRefused(
                json("[" + "[".repeat(600)),
                "conversation 1, message 1: cannot be parsed: Document nesting depth (501) exceeds the maximum allowed"
                        + " (500, from `StreamReadConstraints.getMaxNestingDepth()`); expected JSON in UTF-8");
    }

    @Test
    void numberThatNoDecimalHolds() {
        assertRefused(
                json("{'n': 1e99999999999, 'traj': []}"),
                "conversation 1: cannot be parsed: Value \"1e99999999999\" cannot be deserialized as"
                        + " `java.math.BigDecimal`, reason:  value exceeds limits;"
                        + " expected exponents of at most 32 bits");
    }

    @Test
    void otherEncodings() {
        assertRefused(
                "[[{\"role\": \"user\", \"content\": \"é\"}]]".getBytes(ISO_8859_1),
                "conversation 1, message 1: cannot be parsed at line 1, column 34: Invalid UTF-8 middle byte 0x22;"
                        + " expected JSON in UTF-8");
        assertRefused(
                "[{}]".getBytes(UTF_16LE),
                "begins with the bytes 5b007b00, which are not UTF-8 text; expected JSON in UTF-8");
        assertRefused(
                "\ufeff[]".getBytes(UTF_16LE),
                "begins with the bytes fffe5b00, which are not UTF-8 text; expected JSON in UTF-8");
    }

    @Test
    void longAndManyLinedValues_areShownShortAndInOneLine() {
        assertRefused(
                json("[{'role': '" + "line\\n".repeat(50) + "'}]"),
                "conversation 1, message 1: role is \"" + "line\\n".repeat(9) + "line\\…; expected system, developer,"
                        + " user, assistant, tool or function");
    }

    @Test
    void pathThatIsNoFile() {
        assertThatThrownBy(() -> Corpora.open("no such.json", 1))
                .isInstanceOf(CorpusException.class)
                .hasMessage("no such.json: no such file; expected " + A_SPEC);
        assertThatThrownBy(() -> Corpora.open("", 1))
                .isInstanceOf(CorpusException.class)
                .hasMessage("\"\": is not a file; expected " + A_SPEC);
        assertThatThrownBy(() -> Corpora.open(directory.toString(), 1))
                .isInstanceOf(CorpusException.class)
                .hasMessage(directory + ": is not a file; expected " + A_SPEC);
        assertThatThrownBy(() -> Corpora.open("a\0b", 1))
                .isInstanceOf(CorpusException.class)
                .hasMessage("a b: is no path: Nul character not allowed; expected " + A_SPEC);
    }

    @Test
    void fileThatIsGoneOrOtherSinceItWasOpened() throws IOException {
        Path file = directory.resolve("chats.json");
        Corpus corpus = new TextFiles(directory).open("[{\"role\": \"user\", \"content\": \"Hi\"}]");

        Files.writeString(file, "17");
        assertThatThrownBy(() -> corpus.conversation(0))
                .isInstanceOf(CorpusException.class)
                .hasMessage(file + ": conversation 1: is 17; expected " + A_CONVERSATION);

        Files.delete(file);
        assertThatThrownBy(() -> corpus.conversation(0))
                .isInstanceOf(CorpusException.class)
                .hasMessage(file + ": cannot be read: java.nio.file.NoSuchFileException: " + file
                        + "; expected a readable file");
    }

    private static byte[] json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"').getBytes(UTF_8);
    }
}
