package org.reprise.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Where a recording of JDK Flight Recorder, or of async-profiler in its format, says that time and memory go.
 *
 * @param methods the methods that were on top of the stack in most samples, the hottest first
 * @param allocations the places at which most bytes were allocated, by the class of what was allocated, the largest first
 * @param samples how many samples of running threads the methods are from
 */
public record Hotspots(List<Spot> methods, List<Spot> allocations, long samples) {

    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    private static final String IN_NEW_TLAB = "jdk.ObjectAllocationInNewTLAB";
    private static final String OUTSIDE_TLAB = "jdk.ObjectAllocationOutsideTLAB";

    /** What distinguishes a hidden class from the next of the same place: another in each JVM. */
    private static final Pattern HIDDEN = Pattern.compile("(\\$\\d+)?([./+]\\d\\w*)+$");

    /**
     * A place.
     *
     * @param what the method, or the allocated class
     * @param where the first method down the stack that is not the JDK's, with its line, and for a method the most
     *     frequent of those; empty if all are the JDK's
     * @param share of all samples, or of all bytes: from 0 to 1
     */
    public record Spot(String what, String where, double share) {}

    private record Place(String what, String where) {}

    public Hotspots {
        methods = List.copyOf(methods);
        allocations = List.copyOf(allocations);
    }

    /**
     * Reads a recording.
     *
     * @param most how many places of each kind, at least 0
     * @throws IOException if it cannot be read
     */
    public static Hotspots read(Path recording, int most) throws IOException {
        Map<Place, Long> samples = new HashMap<>();
        Map<Place, Long> allocations = new HashMap<>();
        Set<Long> allocating = new HashSet<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (stack != null && !stack.getFrames().isEmpty() && !isFirstOfItsThread(event, allocating)) {
                    add(event, stack, samples, allocations);
                }
            }
        }
        return new Hotspots(
                hottest(samples, most),
                largest(allocations, most),
                samples.values().stream().mapToLong(Long::longValue).sum());
    }

    /** A thread's first sample weighs all that it has allocated since it began, recorded or not. */
    private static boolean isFirstOfItsThread(RecordedEvent event, Set<Long> seen) {
        return event.getEventType().getName().equals(ALLOCATION)
                && event.getThread() != null
                && seen.add(event.getThread().getId());
    }

    private static void add(
            RecordedEvent event, RecordedStackTrace stack, Map<Place, Long> samples, Map<Place, Long> allocations) {
        switch (event.getEventType().getName()) {
            case SAMPLE -> samples.merge(new Place(name(stack.getFrames().get(0)), where(stack)), 1L, Long::sum);
            case ALLOCATION -> allocations.merge(allocated(event, stack), event.getLong("weight"), Long::sum);
            case IN_NEW_TLAB -> allocations.merge(allocated(event, stack), event.getLong("tlabSize"), Long::sum);
            case OUTSIDE_TLAB -> allocations.merge(allocated(event, stack), event.getLong("allocationSize"), Long::sum);
            default -> {}
        }
    }

    private static Place allocated(RecordedEvent event, RecordedStackTrace stack) {
        return new Place(simple(event.getClass("objectClass").getName()), where(stack));
    }

    private static String where(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            if (!isOfTheJdk(frame.getMethod())) {
                return name(frame) + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    private static boolean isOfTheJdk(@Nullable RecordedMethod method) {
        return method == null || method.getType().getName().matches("(java|javax|jdk|sun|com\\.sun)\\..*");
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method == null ? "" : simple(method.getType().getName()) + "." + method.getName();
    }

    /** Without the package, and without the number and address of a lambda's class; of arrays as in the source. */
    private static String simple(String name) {
        int dimensions = name.lastIndexOf('[') + 1;
        String element = HIDDEN.matcher(name.substring(dimensions)).replaceFirst("");
        String type = dimensions == 0 || element.startsWith("L")
                ? element.substring(element.lastIndexOf('.') + 1).replace(";", "")
                : switch (element) {
                    case "B" -> "byte";
                    case "C" -> "char";
                    case "D" -> "double";
                    case "F" -> "float";
                    case "I" -> "int";
                    case "J" -> "long";
                    case "S" -> "short";
                    case "Z" -> "boolean";
                    default -> element;
                };
        return type + "[]".repeat(dimensions);
    }

    private static List<Spot> hottest(Map<Place, Long> samples, int most) {
        Map<String, Long> byMethod = new HashMap<>();
        Map<String, Place> callers = new HashMap<>();
        samples.forEach((place, count) -> {
            byMethod.merge(place.what, count, Long::sum);
            callers.merge(place.what, place, (one, other) -> samples.get(one) >= samples.get(other) ? one : other);
        });
        Map<Place, Long> methods = new HashMap<>();
        byMethod.forEach((method, count) -> methods.put(callers.get(method), count));
        return largest(methods, most);
    }

    private static List<Spot> largest(Map<Place, Long> places, int most) {
        double all = places.values().stream().mapToLong(Long::longValue).sum();
        return places.entrySet().stream()
                .sorted(Map.Entry.<Place, Long>comparingByValue().reversed())
                .limit(most)
                .map(place -> new Spot(place.getKey().what, place.getKey().where, place.getValue() / all))
                .toList();
    }
}
