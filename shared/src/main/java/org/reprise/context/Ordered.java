package org.reprise.context;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Immutable maps that keep the order in which they were given, so that encoding one twice gives the same bytes. */
final class Ordered {

    private static final float LOAD = 0.75f;

    private Ordered() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, V> copy = new LinkedHashMap<>(capacityFor(map.size()));
        map.forEach(
                (name, value) -> copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name)));
        return Collections.unmodifiableMap(copy);
    }

    private static int capacityFor(int size) {
        return (int) (size / LOAD) + 1;
    }
}
