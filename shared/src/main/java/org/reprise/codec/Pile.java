package org.reprise.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The parts of maps and lists that are being read, on top those of the innermost: each part is copied once, into what it
 * becomes a part of. Not thread-safe.
 */
final class Pile {

    private static final int FIRST_PARTS = 48;

    /** So many names are compared with each other sooner than a set of them is made. */
    private static final int FEW_NAMES = 16;

    private Object[] parts = {};
    private int size;

    /** How many parts there are: where the next map or list begins. */
    int size() {
        return size;
    }

    void add(Object part) {
        if (size == parts.length) {
            parts = Arrays.copyOf(parts, Math.max(FIRST_PARTS, 2 * size));
        }
        parts[size++] = part;
    }

    /** Takes the parts from {@code start} on away. */
    void dropTo(int start) {
        size = start;
    }

    /** The parts from {@code start} on. */
    <T> T[] list(int start, Class<T[]> type) {
        return Arrays.copyOfRange(parts, start, size, type);
    }

    /** Of the parts from {@code start} on, by turns a name and what it names, a name that stands there twice. */
    Optional<String> nameTwice(int start) {
        boolean few = size - start <= 2 * FEW_NAMES;
        Set<String> before = few ? Set.of() : new HashSet<>();
        for (int at = start; at < size; at += 2) {
            String name = (String) parts[at];
            if (few ? stands(name, start, at) : !before.add(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean stands(String name, int start, int end) {
        for (int at = start; at < end; at += 2) {
            if (name.equals(parts[at])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The parts from {@code start} on, by turns a name and what it names, as a map. To be copied before other parts take their
     * place.
     */
    <T> Map<String, T> map(int start) {
        return new Named<>(parts, start, size);
    }

    /** Made to be copied: to look a name up, it goes through all. */
    private static final class Named<T> extends AbstractMap<String, T> {
        private final Object[] parts;
        private final int start;
        private final int end;

        Named(Object[] parts, int start, int end) {
            this.parts = parts;
            this.start = start;
            this.end = end;
        }

        private String name(int at) {
            return (String) parts[at];
        }

        @SuppressWarnings("unchecked")
        private T value(int at) {
            return (T) parts[at + 1];
        }

        @Override
        public int size() {
            return (end - start) / 2;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super T> action) {
            for (int at = start; at < end; at += 2) {
                action.accept(name(at), value(at));
            }
        }

        @Override
        public Set<Entry<String, T>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return Named.this.size();
                }

                @Override
                public Iterator<Entry<String, T>> iterator() {
                    return IntStream.range(0, size())
                            .map(i -> start + 2 * i)
                            .mapToObj(at -> Map.entry(name(at), value(at)))
                            .iterator();
                }
            };
        }
    }
}
