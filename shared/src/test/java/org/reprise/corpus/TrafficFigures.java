package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.reprise.context.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Measures conversations as the figures of real traffic were measured. */
final class TrafficFigures {

    private static final int FIRST_BEYOND_LATIN_1 = 0x100;

    final List<Integer> messages = new ArrayList<>();
    final List<Integer> jsonCharacters = new ArrayList<>();
    final List<Double> deflateRatios = new ArrayList<>();
    final List<Integer> assistantTexts = new ArrayList<>();
    private final Map<Role, List<Integer>> characters = new EnumMap<>(Role.class);
    private int toolCallMessages;
    private int messagesBeyondLatin1;

    static TrafficFigures of(Corpus corpus, int conversations) {
        TrafficFigures figures = new TrafficFigures();
        IntStream.range(0, conversations)
                .mapToObj(corpus::conversation)
                .map(ChatForm::of)
                .forEach(figures::add);
        return figures;
    }

    private void add(ArrayNode conversation) {
        String json = conversation.toString();
        messages.add(conversation.size());
        jsonCharacters.add(json.length());
        deflateRatios.add(deflateRatio(json.getBytes(UTF_8)));
        conversation.forEach(this::add);
    }

    private void add(JsonNode message) {
        Role role = Role.valueOf(message.get("role").stringValue().toUpperCase(Locale.ROOT));
        String content = message.get("content").asString("");
        characters.computeIfAbsent(role, key -> new ArrayList<>()).add(content.length());
        if (role == Role.ASSISTANT && !content.isEmpty()) {
            assistantTexts.add(content.length());
        }
        if (message.has("tool_calls")) {
            toolCallMessages++;
        }
        if (content.chars().anyMatch(unit -> unit >= FIRST_BEYOND_LATIN_1)) {
            messagesBeyondLatin1++;
        }
    }

    /** The length of each message of {@code role}; 0 where it says nothing. */
    List<Integer> characters(Role role) {
        return characters.get(role);
    }

    int allMessages() {
        return messages.stream().mapToInt(Integer::intValue).sum();
    }

    double share(Role role) {
        return characters(role).size() / (double) allMessages();
    }

    double shareOfAssistantMessagesWithCalls() {
        return toolCallMessages / (double) characters(Role.ASSISTANT).size();
    }

    double shareBeyondLatin1() {
        return messagesBeyondLatin1 / (double) allMessages();
    }

    static double median(List<? extends Number> values) {
        return values.stream()
                .mapToDouble(Number::doubleValue)
                .sorted()
                .skip(values.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    static double mean(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).average().orElseThrow();
    }

    private static double deflateRatio(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        int deflated = deflater.deflate(new byte[bytes.length + 64]);
        deflater.end();
        return bytes.length / (double) deflated;
    }
}
