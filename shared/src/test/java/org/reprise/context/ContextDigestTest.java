package org.reprise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.ContextChanges.Change;

class ContextDigestTest {

    @Test
    void digest_isTheSameInEveryProcessAndRelease() {
        assertThat(ContextDigest.of(ContextChanges.BASE).value())
                .isEqualTo("ff0f0d73478514617bb1bd6b5b918844f12ed2dab7dfbbc2e52fa0b333972907");
        assertThat(ContextDigest.of(Contexts.everything()).value())
                .isEqualTo("c7a8910cee6bdc33562675c1085649041b3558c21fe5f2169dce6258865ad067");
    }

    @Test
    void equalContexts_haveEqualDigests_whateverTheOrderOfTheirMaps() {
        Map<String, Value> oneWay = new LinkedHashMap<>();
        Map<String, Value> otherWay = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            oneWay.put("name " + i, Value.of(i));
            otherWay.put("name " + (19 - i), Value.of(19 - i));
        }

        SessionContext one = contextOf(oneWay);
        SessionContext other = contextOf(otherWay);

        assertThat(List.copyOf(oneWay.keySet())).isNotEqualTo(List.copyOf(otherWay.keySet()));
        assertThat(one).isEqualTo(other);
        assertThat(ContextDigest.of(one)).isEqualTo(ContextDigest.of(other));
    }

    @ParameterizedTest
    @MethodSource("org.reprise.context.ContextChanges#all")
    void oneChangedField_changesTheDigest_andThatOfItsSectionOnly(Change change) {
        ContextDigest before = ContextDigest.of(ContextChanges.BASE);
        ContextDigest after = ContextDigest.of(change.changed());

        assertThat(after.value()).isNotEqualTo(before.value());
        assertThat(Set.copyOf(after.differencesFrom(before))).isEqualTo(change.sections());
        assertThat(after.differencesFrom(before)).isEqualTo(before.differencesFrom(after));
    }

    @Test
    void changedFields_allHaveDigestsOfTheirOwn() {
        assertThat(ContextChanges.all()
                        .map(change -> ContextDigest.of(change.changed()).value()))
                .doesNotHaveDuplicates();
    }

    @Test
    void changedFields_coverEveryComponentOfTheModel() {
        Set<String> changed = ContextChanges.all().map(Change::field).collect(Collectors.toCollection(HashSet::new));
        Set<String> components = Stream.of(
                        SessionHead.class, Workflow.class, Variable.class, Message.class, ToolCall.class)
                .flatMap(type -> Stream.of(type.getRecordComponents()).map(ContextDigestTest::name))
                .collect(Collectors.toCollection(HashSet::new));
        Stream.of(Value.class.getPermittedSubclasses())
                .forEach(kind -> components.add("Value." + kind.getSimpleName()));
        components.add("SessionContext.history");

        assertThat(changed).isEqualTo(components);
    }

    private static String name(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    @Test
    void textsThatMeetElsewhere_areToldApart() {
        assertThat(digestOf(List.of(Value.of("ab"), Value.of("c"))))
                .isNotEqualTo(digestOf(List.of(Value.of("a"), Value.of("bc"))));
    }

    @Test
    void listsThatNestElsewhere_areToldApart() {
        Value one = Value.of(1);
        assertThat(digestOf(List.of(Value.of(List.of(one)), one)))
                .isNotEqualTo(digestOf(List.of(Value.of(List.of(one, one)))))
                .isNotEqualTo(digestOf(List.of(one, Value.of(List.of(one)))));
    }

    @Test
    void identityFieldsThatMeetElsewhere_areToldApart() {
        assertThat(digestOf("ab", "c")).isNotEqualTo(digestOf("a", "bc")).isNotEqualTo(digestOf("", "abc"));
    }

    @Test
    void absentTexts_areToldApartFromEmptyOnes() {
        Message absent = new Message("m", Role.USER, null, Contexts.NOON, List.of(), null);
        Message empty = new Message("m", Role.USER, "", Contexts.NOON, List.of(), null);

        assertThat(digestOf(absent)).isNotEqualTo(digestOf(empty));
    }

    @Test
    void absentTexts_areToldApartByTheirPlace() {
        Message said = new Message("m", Role.USER, "x", Contexts.NOON, List.of(), null);
        Message answered = new Message("m", Role.USER, null, Contexts.NOON, List.of(), "x");

        assertThat(digestOf(said)).isNotEqualTo(digestOf(answered));
    }

    @Test
    void decimalsOfDifferentScale_areToldApart() {
        assertThat(digestOf(List.of(Value.of(new BigDecimal("1.0")))))
                .isNotEqualTo(digestOf(List.of(Value.of(new BigDecimal("1.00")))));
    }

    @Test
    void unpairedSurrogates_areToldApart() {
        assertThat(digestOf(List.of(Value.of("\ud800")))).isNotEqualTo(digestOf(List.of(Value.of("\ud801"))));
    }

    @Test
    void longTexts_countToTheLastCharacter() {
        String text = "x".repeat(100_000);

        assertThat(digestOf(List.of(Value.of(text + "a")))).isNotEqualTo(digestOf(List.of(Value.of(text + "b"))));
    }

    @Test
    void textsOfEveryLength_areToldApart() {
        Set<String> digests = new HashSet<>();
        for (int length = 0; length < 1_100; length++) {
            digests.add(digestOf(Message.of("m", Role.USER, "x".repeat(length), Contexts.NOON)));
        }

        assertThat(digests).hasSize(1_100);
    }

    @Test
    void digest_namesEverySection_andCannotBeChanged() {
        ContextDigest digest = ContextDigest.of(Contexts.empty());

        assertThat(digest.sections()).containsOnlyKeys(ContextSection.values());
        assertThat(digest.sections().values()).allMatch(hex -> hex.matches("[0-9a-f]{64}"));
        assertThat(digest.value()).matches("[0-9a-f]{64}");
        assertThatThrownBy(() -> digest.sections().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void digestWithoutAllSections_isRefused() {
        Map<ContextSection, String> sections =
                new EnumMap<>(ContextDigest.of(Contexts.empty()).sections());
        sections.remove(ContextSection.MEMORY);

        assertThatNullPointerException()
                .isThrownBy(() -> new ContextDigest("", sections))
                .withMessageContaining("MEMORY");
    }

    @Test
    void digest_keepsTheSectionsThatItWasMadeOf() {
        ContextDigest digest = ContextDigest.of(Contexts.empty());
        Map<ContextSection, String> sections = new HashMap<>(digest.sections());
        ContextDigest copy = new ContextDigest(digest.value(), sections);

        sections.put(ContextSection.MEMORY, "changed");

        assertThat(copy).isEqualTo(digest);
    }

    private static String digestOf(List<Value> items) {
        return ContextDigest.of(contextOf(Map.of("items", Value.of(items)))).value();
    }

    private static String digestOf(HistoryEntry entry) {
        return ContextDigest.of(Contexts.with(Contexts.empty(), List.of(entry))).value();
    }

    private static String digestOf(String sessionId, String userId) {
        SessionHead head =
                new SessionHead(sessionId, userId, "", Contexts.NOON, Contexts.NOON, Workflow.NONE, Map.of(), Map.of());
        return ContextDigest.of(new SessionContext(head, List.of())).value();
    }

    private static SessionContext contextOf(Map<String, Value> values) {
        Map<String, Variable> memory = new LinkedHashMap<>();
        values.forEach((name, value) -> memory.put(name, Variable.durable(value)));
        SessionHead head = new SessionHead(
                "",
                "",
                "",
                Contexts.NOON,
                Contexts.NOON,
                new Workflow("", "", Workflow.Status.PENDING, values),
                memory,
                values);
        return new SessionContext(head, List.of());
    }
}
