package org.reprise.stress.run;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.reprise.result.Terminal;

/** Shows how far a run is: a bar on a terminal, a line for each scenario elsewhere. */
abstract sealed class ProgressLine implements AutoCloseable {

    static ProgressLine on(PrintStream console) {
        return Terminal.isThere() ? new Bar(console) : new Lines(console);
    }

    abstract void begin(String name);

    abstract void step(long done, long all);

    @Override
    public abstract void close();

    private static final class Lines extends ProgressLine {
        private final PrintStream console;

        Lines(PrintStream console) {
            this.console = console;
        }

        @Override
        void begin(String name) {
            console.println("playing " + name);
        }

        @Override
        void step(long done, long all) {}

        @Override
        public void close() {}
    }

    private static final class Bar extends ProgressLine {
        private static final int COLUMNS = 80;

        private final PrintStream console;
        private @Nullable ProgressBar bar;

        Bar(PrintStream console) {
            this.console = console;
        }

        @Override
        void begin(String name) {
            close();
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setStyle(ProgressBarStyle.ASCII)
                    // The library's own way to the terminal would take the signal of Ctrl-C.
                    .setConsumer(new ConsoleProgressBarConsumer(console, COLUMNS))
                    .build();
        }

        @Override
        void step(long done, long all) {
            ProgressBar shown = bar;
            if (shown != null) {
                shown.maxHint(all).stepTo(done);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
