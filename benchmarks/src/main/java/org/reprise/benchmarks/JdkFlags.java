package org.reprise.benchmarks;

import java.util.List;

/** The flags that a JVM in which something is measured needs on the JDK that runs. */
public final class JdkFlags {

    /** The first JDK that warns of native code and of Unsafe, unless both are allowed. */
    private static final int FIRST_THAT_WARNS = 24;

    private JdkFlags() {}

    /** What keeps a JVM quiet about native code and about what the measured libraries do with Unsafe; may be empty. */
    public static List<String> quiet() {
        return Runtime.version().feature() < FIRST_THAT_WARNS
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }
}
