package org.reprise.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.context.Value;
import tools.jackson.databind.JsonNode;

/** The values that JSON tells. What a {@link Value} has no room for, too deep or too long, is kept as its JSON text. */
final class JsonValues {

    private JsonValues() {}

    static Value of(JsonNode node) {
        return of(node, Value.MAX_DEPTH);
    }

    private static Value of(JsonNode node, int levels) {
        if (node.isContainer()) {
            return levels == 1 && !node.isEmpty() ? Value.of(node.toString()) : container(node, levels - 1);
        }
        if (node.isString()) {
            return Value.of(node.stringValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        if (node.isNumber()) {
            return number(node);
        }
        return Value.ofNull();
    }

    private static Value container(JsonNode node, int levels) {
        if (node.isArray()) {
            List<Value> items = new ArrayList<>(node.size());
            node.values().forEach(item -> items.add(of(item, levels)));
            return Value.of(items);
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue(), levels)));
        return Value.of(fields);
    }

    private static Value number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Value.of(node.longValue());
        }
        try {
            return Value.of(node.decimalValue());
        } catch (IllegalArgumentException tooLong) {
            return Value.of(node.toString());
        }
    }
}
