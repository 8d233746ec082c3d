package org.reprise.benchmarks.ab;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.reprise.result.Terminal;

/** Shows how far an interleaved run is: a bar on a terminal, lines now and then elsewhere. */
abstract sealed class AbProgress implements AutoCloseable {

    /**
     * What fits the console.
     *
     * @param pairs how many pairs a case has at most
     */
    static AbProgress on(PrintStream console, int pairs, InstantSource clock) {
        return Terminal.isThere() ? new Bar(console, pairs) : new Lines(console, pairs, clock);
    }

    /** Lines, whatever the console is. */
    static AbProgress lines(PrintStream console, int pairs, InstantSource clock) {
        return new Lines(console, pairs, clock);
    }

    /**
     * A pair begins.
     *
     * @param round its number among those of its case, from 0
     * @param pairsLeft how many pairs are still to be run at most, this one included
     * @param timeLeft how long the run still takes at most
     */
    abstract void pair(int round, BenchmarkCase benchmark, int pairsLeft, Duration timeLeft);

    /** The last pair that was begun is done. */
    abstract void end();

    /** Something that the user should know now. */
    abstract void notice(String line);

    @Override
    public abstract void close();

    private static final class Lines extends AbProgress {

        private static final Duration QUIET = Duration.ofSeconds(10);

        private final PrintStream console;
        private final int pairs;
        private final InstantSource clock;
        private int lastRound = -1;
        private Instant lastLine = Instant.MIN;

        Lines(PrintStream console, int pairs, InstantSource clock) {
            this.console = console;
            this.pairs = pairs;
            this.clock = clock;
        }

        @Override
        void pair(int round, BenchmarkCase benchmark, int pairsLeft, Duration timeLeft) {
            Instant now = clock.instant();
            if (round != lastRound || !now.isBefore(lastLine.plus(QUIET))) {
                lastRound = round;
                lastLine = now;
                console.println("pair " + (round + 1) + " of at most " + pairs + ": " + benchmark + "; at most "
                        + DurationText.of(timeLeft) + " left");
            }
        }

        @Override
        void end() {}

        @Override
        void notice(String line) {
            console.println("note: " + line);
        }

        @Override
        public void close() {}
    }

    private static final class Bar extends AbProgress {

        /** Asked for the terminal's width, the library would take over its signals, and no shutdown hook would run. */
        private static final int COLUMNS = 80;

        private final PrintStream console;
        private final int pairs;
        private int begun;
        private @Nullable ProgressBar bar;

        Bar(PrintStream console, int pairs) {
            this.console = console;
            this.pairs = pairs;
        }

        @Override
        void pair(int round, BenchmarkCase benchmark, int pairsLeft, Duration timeLeft) {
            ProgressBar shown = bar;
            if (shown == null) {
                shown = new ProgressBarBuilder()
                        .setTaskName("pairs")
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .setConsumer(new ConsoleProgressBarConsumer(console, COLUMNS))
                        .build();
                bar = shown;
            }
            String method = benchmark.toString();
            String shortName = method.substring(method.lastIndexOf(
                            '.', Math.max(0, benchmark.benchmark().lastIndexOf('.') - 1))
                    + 1);
            shown.maxHint((long) begun + pairsLeft)
                    .stepTo(begun)
                    .setExtraMessage(DurationText.of(timeLeft) + " left at most, pair " + (round + 1) + " of " + pairs
                            + ": " + shortName);
            begun++;
        }

        @Override
        void end() {
            if (bar != null) {
                bar.stepTo(begun).setExtraMessage("");
            }
        }

        @Override
        void notice(String line) {
            close();
            bar = null;
            console.println("note: " + line);
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
