package org.reprise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.reprise.context.ContextSection.HISTORY;
import static org.reprise.context.ContextSection.MEMORY;
import static org.reprise.context.ContextSection.PREFERENCES;
import static org.reprise.context.ContextSection.TOOL_CALLS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.ContextChanges.Change;
import org.reprise.context.Difference.Kind;

class ContextComparisonTest {

    /** Session, user and agent id, two times; name, step and status of the workflow. */
    private static final int FIXED_ITEMS = 8;

    @Test
    void equalContexts_haveNoDifference_andAllIsPreserved() {
        ContextComparison comparison = ContextComparison.between(Contexts.everything(), Contexts.everything());

        assertThat(comparison.equal()).isTrue();
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.preserved()).isEqualTo(1.0);
        assertThat(comparison.durablePreserved()).isEqualTo(1.0);
    }

    @Test
    void items_areCountedByTheirDurability() {
        SessionContext context = Contexts.everything();
        int calls = context.toolCalls().size();
        int durable = FIXED_ITEMS
                + context.history().size()
                + calls
                + context.head().workflow().state().size()
                + context.head().memory().size()
                - 2
                + context.head().preferences().size();

        ContextComparison comparison = ContextComparison.between(context, context);

        assertThat(calls).isEqualTo(4);
        assertThat(comparison.durableItems()).isEqualTo(durable);
        assertThat(comparison.items()).isEqualTo(durable + 2);
    }

    @ParameterizedTest
    @MethodSource("org.reprise.context.ContextChanges#all")
    void oneChangedField_isADifferenceInItsSection(Change change) {
        ContextComparison comparison = ContextComparison.between(ContextChanges.BASE, change.changed());

        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.differences().stream().map(Difference::section).collect(Collectors.toSet()))
                .isEqualTo(change.sections());
        assertThat(comparison.differences())
                .allSatisfy(difference -> assertThat(difference.expected()).isNotEqualTo(difference.actual()));
    }

    @Test
    void lostEntries_areMissing() {
        SessionContext expected = ofHistory(message("m1"), message("m2"), call("c1", "f"));
        SessionContext actual = ofHistory(message("m1"));

        ContextComparison comparison = ContextComparison.between(expected, actual);

        assertThat(comparison.differences())
                .containsExactly(
                        new Difference(HISTORY, "#2", Kind.MISSING, Durability.DURABLE, message("m2"), null),
                        new Difference(HISTORY, "#3", Kind.MISSING, Durability.DURABLE, call("c1", "f"), null),
                        new Difference(TOOL_CALLS, "c1", Kind.MISSING, Durability.DURABLE, call("c1", "f"), null));
        assertThat(comparison.items()).isEqualTo(FIXED_ITEMS + 4);
        assertThat(comparison.preserved()).isEqualTo(9 / 12.0);
        assertThat(comparison.durablePreserved()).isEqualTo(9 / 12.0);
    }

    @Test
    void addedEntries_areExtra_andTakeNothingFromTheShares() {
        ContextComparison comparison =
                ContextComparison.between(ofHistory(message("m1")), ofHistory(message("m1"), message("m2")));

        assertThat(comparison.differences())
                .containsExactly(new Difference(HISTORY, "#2", Kind.EXTRA, Durability.DURABLE, null, message("m2")));
        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.preserved()).isEqualTo(1.0);
        assertThat(comparison.durablePreserved()).isEqualTo(1.0);
    }

    @Test
    void swappedEntries_areChanged() {
        ContextComparison comparison = ContextComparison.between(
                ofHistory(message("m1"), message("m2")), ofHistory(message("m2"), message("m1")));

        assertThat(comparison.differences())
                .containsExactly(
                        new Difference(HISTORY, "#1", Kind.CHANGED, Durability.DURABLE, message("m1"), message("m2")),
                        new Difference(HISTORY, "#2", Kind.CHANGED, Durability.DURABLE, message("m2"), message("m1")));
        assertThat(comparison.preserved()).isEqualTo(8 / 10.0);
    }

    @Test
    void aCallsLastState_isWhatIsCompared() {
        SessionContext expected = ofHistory(call("c1", "early"), call("c1", "late"));
        SessionContext actual = ofHistory(call("c1", "other"), call("c1", "late"));

        assertThat(ContextComparison.between(expected, actual).differences())
                .extracting(Difference::section)
                .containsExactly(HISTORY);
    }

    @Test
    void lostScratchVariables_countAmongAllItems_andNotAmongDurableOnes() {
        Map<String, Variable> memory = new LinkedHashMap<>();
        memory.put("kept", Variable.durable(Value.of(1)));
        memory.put("draft", Variable.scratch(Value.of(2)));
        memory.put("partial", Variable.scratch(Value.of(3)));
        SessionContext expected = ofMemory(memory);
        SessionContext actual = ofMemory(Map.of("kept", Variable.durable(Value.of(1))));

        ContextComparison comparison = ContextComparison.between(expected, actual);

        assertThat(comparison.items()).isEqualTo(FIXED_ITEMS + 3);
        assertThat(comparison.durableItems()).isEqualTo(FIXED_ITEMS + 1);
        assertThat(comparison.preserved()).isEqualTo(9 / 11.0);
        assertThat(comparison.durablePreserved()).isEqualTo(1.0);
        assertThat(comparison.differences())
                .extracting(Difference::section, Difference::item, Difference::kind, Difference::durability)
                .containsExactly(
                        tuple(MEMORY, "draft", Kind.MISSING, Durability.TRANSIENT),
                        tuple(MEMORY, "partial", Kind.MISSING, Durability.TRANSIENT));
    }

    @Test
    void aVariableThatOnlyChangedItsDurability_isChanged_andCountsAsWhatItWas() {
        SessionContext durable = ofMemory(Map.of("x", Variable.durable(Value.of(1))));
        SessionContext scratch = ofMemory(Map.of("x", Variable.scratch(Value.of(1))));

        assertThat(ContextComparison.between(durable, scratch).durablePreserved())
                .isEqualTo(8 / 9.0);
        assertThat(ContextComparison.between(scratch, durable).durablePreserved())
                .isEqualTo(1.0);
        assertThat(ContextComparison.between(scratch, durable).preserved()).isEqualTo(8 / 9.0);
    }

    @Test
    void namesThatAppearInSeveralSections_areToldApart() {
        SessionHead head = Contexts.empty().head();
        SessionHead expected = new SessionHead(
                "",
                "",
                "",
                head.createdAt(),
                head.updatedAt(),
                new Workflow("", "", Workflow.Status.PENDING, Map.of("name", Value.of(1))),
                Map.of("name", Variable.durable(Value.of(1))),
                Map.of("name", Value.of(1)));

        ContextComparison comparison = ContextComparison.between(
                new SessionContext(expected, List.of()), new SessionContext(expected.withMemory(Map.of()), List.of()));

        assertThat(comparison.items()).isEqualTo(FIXED_ITEMS + 3);
        assertThat(comparison.differences()).extracting(Difference::section).containsExactly(MEMORY);
    }

    @Test
    void shares_areOne_whenNothingWasExpected() {
        ContextComparison nothing = new ContextComparison(0, 0, List.of());

        assertThat(nothing.preserved()).isEqualTo(1.0);
        assertThat(nothing.durablePreserved()).isEqualTo(1.0);
    }

    @Test
    void differences_cannotBeChanged() {
        List<Difference> differences = new ArrayList<>();
        ContextComparison comparison = new ContextComparison(1, 1, differences);

        differences.add(new Difference(PREFERENCES, "x", Kind.MISSING, Durability.DURABLE, "", null));

        assertThat(comparison.equal()).isTrue();
        assertThatThrownBy(() -> comparison.differences().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static SessionContext ofHistory(HistoryEntry... history) {
        return Contexts.with(Contexts.empty(), List.of(history));
    }

    private static SessionContext ofMemory(Map<String, Variable> memory) {
        return new SessionContext(Contexts.empty().head().withMemory(memory), List.of());
    }

    private static Message message(String id) {
        return Message.of(id, Role.USER, "hello", Contexts.NOON);
    }

    private static ToolCall call(String id, String name) {
        return new ToolCall(id, name, "{}", null, ToolCall.Status.PENDING, null);
    }
}
