package org.reprise.context;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Immutable maps that keep the order in which they were given, so that encoding one twice gives the same bytes. */
final class Ordered {

    private Ordered() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, V> copy = new LinkedHashMap<>(map);
        copy.forEach((name, value) -> {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, name);
        });
        return Collections.unmodifiableMap(copy);
    }
}
