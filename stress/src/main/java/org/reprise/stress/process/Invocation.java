package org.reprise.stress.process;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How this program was started, so that a run can tell what to type for another one, where it was typed itself. */
public final class Invocation {

    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]+");

    private Invocation() {}

    /** The line that runs this program with {@code arguments}, for a shell in the same folder. */
    public static String of(List<String> arguments) {
        String path = System.getProperty("java.class.path");
        boolean jar = path.endsWith(".jar") && !path.contains(File.pathSeparator);
        List<String> java =
                jar ? List.of("java", "-jar", path) : List.of("java", "-cp", path, "org.reprise.stress.Main");
        return Stream.concat(java.stream(), arguments.stream())
                .map(Invocation::quoted)
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
