package org.reprise.stress.chaos;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A script as lines of a file: how many sessions, then a step in each line as {@link Step#toString} has it. Lines that begin
 * with {@code #} are passed over.
 */
final class ScriptText {

    private static final String SESSIONS = "sessions ";
    private static final Pattern STEP = Pattern.compile("\\+(\\d{1,9}) ms (.+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");
    private static final Pattern PLAIN = Pattern.compile("[^,\\]]+");

    private final String text;
    private int at;

    private ScriptText(String text) {
        this.text = text;
    }

    static List<String> lines(ChaosScript script) {
        List<String> lines = new ArrayList<>();
        lines.add(SESSIONS + script.sessions());
        script.steps().forEach(step -> lines.add(step.toString()));
        return lines;
    }

    /** @throws IllegalArgumentException if a line is none of a script; it says which and why */
    static ChaosScript parse(List<String> lines) {
        int sessions = 0;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            try {
                if (line.startsWith(SESSIONS) && sessions == 0) {
                    sessions = Integer.parseInt(line.substring(SESSIONS.length()));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    steps.add(step(line));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + " is '" + line + "', which is no line of a chaos script: " + e.getMessage(),
                        e);
            }
        }
        return new ChaosScript(sessions, steps);
    }

    private static Step step(String line) {
        Matcher parts = STEP.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a step such as '+12 ms Say[session=0]' is needed");
        }
        ScriptText action = new ScriptText(parts.group(2));
        Step step = new Step(Integer.parseInt(parts.group(1)), (Action) action.value(Action.class));
        if (action.at < action.text.length()) {
            throw new IllegalArgumentException("'" + action.text.substring(action.at) + "' follows the action");
        }
        return step;
    }

    private Object value(Class<?> type) {
        // An enum whose constants have bodies is sealed too.
        if (!type.isEnum() && (type.isRecord() || type.isSealed())) {
            return record(type);
        }
        String plain = next(PLAIN);
        if (type == int.class) {
            return Integer.parseInt(plain);
        } else if (type == long.class) {
            return Long.parseLong(plain);
        } else if (type == boolean.class) {
            return plain.equals("true");
        } else if (type == Duration.class) {
            return duration(plain);
        }
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(plain))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + plain + "' is not known, known are " + Arrays.toString(type.getEnumConstants())));
    }

    private static Duration duration(String plain) {
        try {
            return Duration.parse(plain);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + plain + "' is no duration such as PT31S", e);
        }
    }

    private Object record(Class<?> type) {
        String name = next(NAME);
        Class<?> named = kinds(type)
                .filter(kind -> kind.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not known"));
        RecordComponent[] components = named.getRecordComponents();
        Object[] values = new Object[components.length];
        skip("[");
        for (int i = 0; i < components.length; i++) {
            skip((i == 0 ? "" : ", ") + components[i].getName() + "=");
            values[i] = value(components[i].getType());
        }
        skip("]");
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return named.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " cannot be made", e);
        }
    }

    /** The records that a type can be. */
    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(ScriptText::kinds);
    }

    private String next(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("something is missing after '" + text.substring(0, at) + "'");
        }
        at = matcher.end();
        return matcher.group();
    }

    private void skip(String expected) {
        if (!text.startsWith(expected, at)) {
            throw new IllegalArgumentException("'" + expected + "' is missing after '" + text.substring(0, at) + "'");
        }
        at += expected.length();
    }
}
