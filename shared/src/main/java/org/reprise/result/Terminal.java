package org.reprise.result;

import java.io.Console;

/** Whether somebody is looking on: the output is a terminal, not a file or a pipe. */
public final class Terminal {

    private Terminal() {}

    /** Whether this process reads from and writes to a terminal. */
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there is a console without a terminal too.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
