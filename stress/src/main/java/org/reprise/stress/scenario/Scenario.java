package org.reprise.stress.scenario;

import java.util.List;
import org.reprise.stress.oracle.Verdict;

/** A script of steps that clients go through. */
public interface Scenario {

    /** Its name on the command line. */
    String name();

    /** What it protects, in a sentence. */
    String promise();

    /** Whether it is played where none is named; not if it takes long or needs more than this process. */
    default boolean byDefault() {
        return true;
    }

    /**
     * Makes sure, before anything is played, that the machine has what it takes.
     *
     * @throws IllegalArgumentException if it does not; says what to do
     */
    default void requirePlayable(Settings settings) {}

    /**
     * Plays it.
     *
     * @param settings what the run is made with
     * @param progress is told of each step that is done
     * @return a verdict for each objective
     */
    Findings play(Settings settings, Progress progress);

    /** Is told how far a scenario is. */
    @FunctionalInterface
    interface Progress {
        /** {@code done} of {@code all} steps are done. */
        void step(long done, long all);
    }

    /** All scenarios, in the order in which they are played. */
    static List<Scenario> all() {
        return List.of(
                new ReconnectScenario(),
                new AgentStateScenario(),
                new RoamingScenario(),
                new CyclesScenario(),
                new RetentionScenario(),
                new FailoverScenario(),
                new WireScenario());
    }

    /** The findings of a scenario that could not be played to its end. */
    static Findings broken(String scenario, String why) {
        Verdict verdict = Verdict.of(scenario, "played to its end", "yes", why, false);
        return new Findings(List.of(verdict), 1, 0, List.of());
    }

    /**
     * The findings of a scenario that needs a server of its own, where the run has another.
     *
     * @param expected what it would have judged
     * @param why it cannot do without
     */
    static Findings notApplicable(String scenario, String expected, String why) {
        Verdict verdict = new Verdict(scenario, scenario, expected, why, Verdict.Status.NOT_APPLICABLE);
        return new Findings(List.of(verdict), 0, 0, List.of());
    }

    /**
     * What a scenario found.
     *
     * @param verdicts a verdict for each objective
     * @param attempted how many reconnects were attempted
     * @param restored how many of them brought back all that was due
     * @param series measured values for the results file
     * @param notes what else there is to say, a line each
     */
    record Findings(List<Verdict> verdicts, long attempted, long restored, List<Series> series, List<String> notes) {
        public Findings {
            verdicts = List.copyOf(verdicts);
            series = List.copyOf(series);
            notes = List.copyOf(notes);
        }

        /** These findings with other notes. */
        public Findings with(List<String> notes) {
            return new Findings(verdicts, attempted, restored, series, notes);
        }

        /** Findings without notes. */
        public Findings(List<Verdict> verdicts, long attempted, long restored, List<Series> series) {
            this(verdicts, attempted, restored, series, List.of());
        }
    }

    /**
     * Measured values, one for each cycle or reconnect.
     *
     * @param name what was measured
     * @param unit its unit: {@code ms}, {@code B}, or {@link #RATE}
     * @param values the values in the order in which they came
     */
    record Series(String name, String unit, List<Double> values) {
        /** The unit of what is better when it is more. */
        public static final String RATE = "ops/s";

        public Series {
            values = List.copyOf(values);
        }
    }
}
