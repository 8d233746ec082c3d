package org.reprise.benchmarks.run;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.Options;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.benchmarks.codec.ReusedBufferBenchmark;
import org.reprise.benchmarks.resume.MeasuredStore;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.CorpusException;
import org.reprise.store.StoreException;

/** Finds out before any fork starts whether the parameters given on the command line can be run. */
final class ParamCheck {

    private static final String CORPUS = "corpus";
    private static final String CODEC = "codec";
    private static final String HISTORY = "history";
    private static final String STORE = "store";

    private ParamCheck() {}

    /**
     * Requires that each of {@code names} is a parameter of one of the benchmarks, and that its values are possible.
     *
     * @throws UsageException if one is not
     */
    static void require(Options options, Collection<String> names, Collection<BenchmarkListEntry> benchmarks) {
        TreeMap<String, Class<?>> types = types(benchmarks);
        for (String name : names) {
            Class<?> type = types.get(name);
            if (type == null) {
                throw new UsageException(
                        "unknown parameter '" + name + "', the chosen benchmarks have " + types.keySet());
            }
            for (String value : options.getParameter(name).orElse(List.of())) {
                requireValue(name, type, value);
                if (name.equals(CODEC) && isAmong(benchmarks, ReusedBufferBenchmark.class)) {
                    requireBuffer(CodecType.valueOf(value));
                }
            }
        }
    }

    private static void requireValue(String name, Class<?> type, String value) {
        if (type.isEnum()) {
            List<String> constants = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
            if (!constants.contains(value)) {
                throw new UsageException(
                        "unknown " + name + " '" + value + "', known are " + String.join(", ", constants));
            }
        } else if (type == int.class) {
            requireInt(name, value);
        } else if (name.equals(STORE)) {
            requireStore(value);
        } else if (name.equals(CORPUS)) {
            try {
                Corpora.open(value, ContextSize.SEED);
            } catch (CorpusException e) {
                throw new UsageException(e.getMessage());
            }
        }
    }

    private static void requireInt(String name, String value) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(name + " is '" + value + "', it must be a whole number");
        }
        if (name.equals(HISTORY) && number < 0) {
            throw new UsageException(name + " is " + number + ", it must be 0 or more entries");
        }
    }

    private static void requireStore(String uri) {
        try {
            MeasuredStore.open(uri).close();
        } catch (IllegalArgumentException | IllegalStateException | StoreException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static void requireBuffer(CodecType codec) {
        if (!codec.reusesBuffer()) {
            throw new UsageException("codec '" + codec + "' has no buffer that can be used again, of which "
                    + ReusedBufferBenchmark.class.getSimpleName() + " asks; those with one are "
                    + Arrays.stream(CodecType.values())
                            .filter(CodecType::reusesBuffer)
                            .map(Enum::name)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static boolean isAmong(Collection<BenchmarkListEntry> benchmarks, Class<?> type) {
        return benchmarks.stream().anyMatch(benchmark -> benchmark.getUserClassQName().equals(type.getName()));
    }

    private static TreeMap<String, Class<?>> types(Collection<BenchmarkListEntry> benchmarks) {
        TreeMap<String, Class<?>> types = new TreeMap<>();
        for (BenchmarkListEntry benchmark : benchmarks) {
            for (String name :
                    new TreeSet<>(benchmark.getParams().orElse(Map.of()).keySet())) {
                types.put(name, type(benchmark.getUserClassQName(), name));
            }
        }
        return types;
    }

    private static Class<?> type(String className, String field) {
        try {
            for (Class<?> c = Class.forName(className); c != null; c = c.getSuperclass()) {
                for (Field declared : c.getDeclaredFields()) {
                    if (declared.getName().equals(field)) {
                        return declared.getType();
                    }
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("benchmark class " + className + " is listed but not in the jar", e);
        }
        // A parameter of a state class that the benchmark takes as an argument: JMH itself will judge its values.
        return String.class;
    }
}
