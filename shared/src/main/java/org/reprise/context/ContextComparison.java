package org.reprise.context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of each item of a context: the items of {@code expected} that {@code actual} has unchanged, and the
 * differences.
 *
 * <p>Items are the identity's fields, each history entry by its sequence, each tool call's last state by its id, the
 * workflow's name, step, status and each variable of its state, each memory variable and each preference.
 *
 * @param items how many items were expected
 * @param durableItems how many of them were durable
 * @param differences the items that are missing, changed or extra, by section
 */
public record ContextComparison(int items, int durableItems, List<Difference> differences) {

    public ContextComparison {
        differences = List.copyOf(differences);
    }

    /** Compares {@code actual} with {@code expected}. */
    public static ContextComparison between(SessionContext expected, SessionContext actual) {
        Map<ItemKey, Item> expectedItems = itemsOf(expected);
        Map<ItemKey, Item> actualItems = itemsOf(actual);
        List<Difference> differences = new ArrayList<>();
        expectedItems.forEach((key, item) -> {
            Item found = actualItems.get(key);
            if (found == null) {
                differences.add(key.difference(Difference.Kind.MISSING, item.durability(), item.content(), null));
            } else if (!found.equals(item)) {
                differences.add(
                        key.difference(Difference.Kind.CHANGED, item.durability(), item.content(), found.content()));
            }
        });
        actualItems.forEach((key, item) -> {
            if (!expectedItems.containsKey(key)) {
                differences.add(key.difference(Difference.Kind.EXTRA, item.durability(), null, item.content()));
            }
        });
        return new ContextComparison(expectedItems.size(), durable(expectedItems), differences);
    }

    /** Whether nothing is missing, changed or extra. */
    public boolean equal() {
        return differences.isEmpty();
    }

    /** The share of expected items that are there unchanged, 0 to 1. */
    public double preserved() {
        return share(items, lost(difference -> true));
    }

    /** The share of expected durable items that are there unchanged, 0 to 1; 1 if none was expected. */
    public double durablePreserved() {
        return share(durableItems, lost(difference -> difference.durability() == Durability.DURABLE));
    }

    private long lost(Predicate<Difference> counted) {
        return differences.stream()
                .filter(difference -> difference.kind() != Difference.Kind.EXTRA)
                .filter(counted)
                .count();
    }

    private static double share(int expected, long lost) {
        return expected == 0 ? 1 : (expected - lost) / (double) expected;
    }

    private static int durable(Map<ItemKey, Item> items) {
        return (int) items.values().stream()
                .filter(item -> item.durability() == Durability.DURABLE)
                .count();
    }

    private static Map<ItemKey, Item> itemsOf(SessionContext context) {
        Items items = new Items();
        SessionHead head = context.head();
        items.add(ContextSection.IDENTITY, "sessionId", head.sessionId());
        items.add(ContextSection.IDENTITY, "userId", head.userId());
        items.add(ContextSection.IDENTITY, "agentId", head.agentId());
        items.add(ContextSection.IDENTITY, "createdAt", head.createdAt());
        items.add(ContextSection.IDENTITY, "updatedAt", head.updatedAt());
        for (int i = 0; i < context.history().size(); i++) {
            items.add(ContextSection.HISTORY, "#" + (i + 1), context.history().get(i));
        }
        context.toolCalls().forEach(call -> items.add(ContextSection.TOOL_CALLS, call.id(), call));
        Workflow workflow = head.workflow();
        items.add(ContextSection.WORKFLOW, "name", workflow.name());
        items.add(ContextSection.WORKFLOW, "step", workflow.step());
        items.add(ContextSection.WORKFLOW, "status", workflow.status());
        workflow.state().forEach((name, value) -> items.add(ContextSection.WORKFLOW, "state." + name, value));
        head.memory()
                .forEach((name, variable) -> items.add(ContextSection.MEMORY, name, variable, variable.durability()));
        head.preferences().forEach((name, value) -> items.add(ContextSection.PREFERENCES, name, value));
        return items.byKey;
    }

    private record ItemKey(ContextSection section, String name) {
        Difference difference(
                Difference.Kind kind, Durability durability, @Nullable Object expected, @Nullable Object actual) {
            return new Difference(section, name, kind, durability, expected, actual);
        }
    }

    private record Item(Object content, Durability durability) {}

    private static final class Items {
        private final Map<ItemKey, Item> byKey = new LinkedHashMap<>();

        void add(ContextSection section, String name, Object content) {
            add(section, name, content, Durability.DURABLE);
        }

        void add(ContextSection section, String name, Object content, Durability durability) {
            byKey.put(new ItemKey(section, name), new Item(content, durability));
        }
    }
}
