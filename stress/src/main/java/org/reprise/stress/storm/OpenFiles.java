package org.reprise.stress.storm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The limit of open files, which each socket counts against. */
final class OpenFiles {

    /** Jars, pipes, a store's files and the sockets that a process has beside those of sessions. */
    static final int RESERVE = 512;

    private OpenFiles() {}

    /** How many files this process may have open, and one that it starts; the JVM raises a soft limit to the hard one. */
    static long most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * Makes sure that a process may have a socket for each session.
     *
     * @throws IllegalArgumentException if {@code most} is too small
     */
    static void require(int sessions, long most) {
        long needed = (long) sessions + RESERVE;
        if (most < needed) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a storm of %d sessions needs %d open files in the client's process and as many in the server's, %d are"
                            + " allowed: raise the limit with 'ulimit -n %d' (and the hard one with 'ulimit -Hn', as root),"
                            + " or give fewer --sessions",
                    sessions,
                    needed,
                    most,
                    needed));
        }
    }
}
