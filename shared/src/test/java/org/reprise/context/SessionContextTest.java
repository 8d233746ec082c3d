package org.reprise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionContextTest {

    private static final Set<String> NULLABLE =
            Set.of("Message.content", "Message.answersCallId", "ToolCall.result", "ToolCall.duration");

    @Test
    void messages_areThoseOfTheHistoryInOrder() {
        SessionContext context = ofHistory(user("m1"), call("c1", "a"), user("m2"));

        assertThat(context.messages()).containsExactly(user("m1"), user("m2"));
        assertThat(context.lastSequence()).isEqualTo(3);
    }

    @Test
    void emptyHistory_hasNoMessageNoCallAndSequenceZero() {
        SessionContext context = ofHistory();

        assertThat(context.messages()).isEmpty();
        assertThat(context.toolCalls()).isEmpty();
        assertThat(context.texts()).isEmpty();
        assertThat(context.lastSequence()).isZero();
    }

    @Test
    void toolCalls_areTheLastStateOfEach_inTheOrderOfTheFirst() {
        SessionContext context = ofHistory(
                call("c1", "asked"), call("c2", "asked"), call("c1", "at work"), user("m"), call("c1", "done"));

        assertThat(context.toolCalls()).containsExactly(call("c1", "done"), call("c2", "asked"));
    }

    @Test
    void texts_takeTheResultOfTheAnsweredCallFromItsLastState() {
        SessionContext context = ofHistory(
                user("m1"),
                answer(null, "c1"),
                call("c1", "partial"),
                call("c1", "whole"),
                answer("shortened", "c1"),
                answer(null, "unknown"),
                new Message("m", Role.ASSISTANT, null, Contexts.NOON, List.of("c1"), null));

        assertThat(context.texts()).containsExactly("hello", "whole", "shortened", null, null);
    }

    @Test
    void equalContents_makeEqualContexts() {
        assertThat(Contexts.everything()).isEqualTo(Contexts.everything()).hasSameHashCodeAs(Contexts.everything());
        assertThat(Contexts.everything()).isNotEqualTo(Contexts.empty());
    }

    @Test
    void mapsKeepTheOrderInWhichTheyWereGiven() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = 50; i > 0; i--) {
            values.put("name " + i, Value.of(i));
        }

        Workflow workflow = new Workflow("", "", Workflow.Status.PENDING, values);

        assertThat(workflow.state().keySet()).containsExactlyElementsOf(values.keySet());
    }

    @Test
    void laterChangesOfWhatAHeadWasMadeOf_doNotShow() {
        Map<String, Variable> memory = new HashMap<>(Map.of("x", Variable.durable(Value.of(1))));
        Map<String, Value> preferences = new HashMap<>(Map.of("x", Value.of(1)));
        Map<String, Value> state = new HashMap<>(Map.of("x", Value.of(1)));
        SessionHead head = new SessionHead(
                "",
                "",
                "",
                Contexts.NOON,
                Contexts.NOON,
                new Workflow("", "", Workflow.Status.PENDING, state),
                memory,
                preferences);
        SessionHead replaced = head.withMemory(memory);

        memory.clear();
        preferences.clear();
        state.clear();

        assertThat(head.memory()).hasSize(1);
        assertThat(head.preferences()).hasSize(1);
        assertThat(head.workflow().state()).hasSize(1);
        assertThat(replaced).isEqualTo(head);
    }

    @Test
    void laterChangesOfWhatAHistoryWasMadeOf_doNotShow() {
        List<String> ids = new ArrayList<>(List.of("c1"));
        Message message = new Message("m", Role.ASSISTANT, null, Contexts.NOON, ids, null);
        List<HistoryEntry> history = new ArrayList<>(List.of(message));
        SessionContext context = new SessionContext(Contexts.empty().head(), history);

        ids.clear();
        history.clear();

        assertThat(message.toolCallIds()).containsExactly("c1");
        assertThat(context.history()).containsExactly(message);
    }

    @Test
    void collectionsOfAContext_cannotBeChanged() {
        SessionContext context = Contexts.everything();
        Message asking = context.messages().get(2);

        assertThat(asking.toolCallIds()).isNotEmpty();
        Stream.<Runnable>of(
                        () -> context.history().clear(),
                        () -> context.messages().clear(),
                        () -> context.toolCalls().clear(),
                        () -> context.texts().clear(),
                        () -> asking.toolCallIds().clear(),
                        () -> context.head().memory().clear(),
                        () -> context.head().preferences().clear(),
                        () -> context.head().workflow().state().clear())
                .forEach(change -> assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void withMemory_changesNothingElse() {
        SessionHead head = Contexts.everything().head();
        Map<String, Variable> memory = Map.of("x", Variable.scratch(Value.of(1)));

        SessionHead changed = head.withMemory(memory);

        assertThat(changed.memory()).isEqualTo(memory);
        assertThat(changed.withMemory(head.memory())).isEqualTo(head);
    }

    static Stream<Arguments> components() {
        SessionContext context = Contexts.everything();
        return Stream.of(
                        context,
                        context.head(),
                        context.head().workflow(),
                        Variable.durable(Value.of(1)),
                        context.history().get(0),
                        context.history().get(3),
                        Value.of("text"),
                        Value.of(java.math.BigDecimal.ONE),
                        Value.of(List.of()),
                        Value.of(Map.of()))
                .map(Record.class::cast)
                .flatMap(example -> Stream.of(example.getClass().getRecordComponents())
                        .map(component -> Arguments.of(
                                example.getClass().getSimpleName() + "." + component.getName(), example, component)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void everyComponent_isRefusedAsNull_unlessItMayBe(String name, Record example, RecordComponent component)
            throws ReflectiveOperationException {
        if (NULLABLE.contains(name)) {
            assertThat(component.getAccessor().invoke(withNull(example, component)))
                    .isNull();
        } else {
            assertThatThrownBy(() -> withNull(example, component))
                    .isInstanceOf(InvocationTargetException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void nullsInCollections_areRefused() {
        assertThatNullPointerException().isThrownBy(() -> ofHistory(Arrays.asList((HistoryEntry) null)));
        assertThatNullPointerException()
                .isThrownBy(() -> new Message("m", Role.USER, "", Contexts.NOON, Arrays.asList((String) null), null));
        Map<String, Value> nullName = new HashMap<>();
        nullName.put(null, Value.of(1));
        Map<String, Value> nullValue = new HashMap<>();
        nullValue.put("the name", null);
        assertThatNullPointerException().isThrownBy(() -> Value.of(nullName));
        assertThatNullPointerException().isThrownBy(() -> Value.of(nullValue)).withMessage("the name");
    }

    @Test
    void messageOf_asksForItsContent() {
        assertThatNullPointerException()
                .isThrownBy(() -> Message.of("m", Role.USER, null, Contexts.NOON))
                .withMessage("content");
    }

    private static Record withNull(Record example, RecordComponent nulled) throws ReflectiveOperationException {
        RecordComponent[] components = example.getClass().getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] contents = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            contents[i] = components[i].getName().equals(nulled.getName())
                    ? null
                    : components[i].getAccessor().invoke(example);
        }
        Constructor<?> constructor = example.getClass().getDeclaredConstructor(types);
        return (Record) constructor.newInstance(contents);
    }

    private static SessionContext ofHistory(HistoryEntry... history) {
        return ofHistory(List.of(history));
    }

    private static SessionContext ofHistory(List<HistoryEntry> history) {
        return Contexts.with(Contexts.empty(), history);
    }

    private static Message user(String id) {
        return Message.of(id, Role.USER, "hello", Contexts.NOON);
    }

    private static Message answer(String content, String callId) {
        return new Message("m", Role.TOOL, content, Contexts.NOON, List.of(), callId);
    }

    private static ToolCall call(String id, String result) {
        return new ToolCall(id, "f", "{}", result, ToolCall.Status.RUNNING, null);
    }
}
