package org.reprise.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where something was measured, as its file says.
 *
 * @param fields their values by their names, in the order of the file
 */
record Environment(Map<String, String> fields) {

    static Environment of(JsonNode node) {
        Map<String, String> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        return new Environment(fields);
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return String.join(
                    " ", value.valueStream().map(element -> text(element)).toList());
        }
        return value.isNumber()
                ? Numbers.plain(value.asDouble())
                : value.isObject() ? value.toString() : value.asString("");
    }
}
