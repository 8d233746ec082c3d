package org.reprise.stress.run;

import java.time.Duration;
import org.reprise.stress.scenario.Settings;
import picocli.CommandLine.Option;

/** The bounds of the objectives on the command line. */
final class ObjectiveOptions {

    private static final double PERCENT = 100;

    @Option(names = "--connect-ms", defaultValue = "500", description = "Mean time to connect, below. Default: 500.")
    private double connectMillis;

    @Option(names = "--restore-ms", defaultValue = "1000", description = "Longest restore, below. Default: 1000.")
    private double restoreMillis;

    @Option(
            names = "--roaming-ratio",
            defaultValue = "1.10",
            description = "Restore from elsewhere over one from the same place, below. Default: 1.10.")
    private double roamingRatio;

    @Option(
            names = "--slope-percent",
            defaultValue = "2",
            description = "Growth of the restore time per cycle, below. Default: 2.")
    private double slopePercent;

    @Option(
            names = "--footprint-percent",
            defaultValue = "5",
            description = "Growth of a session's footprint over ten cycles, below. Default: 5.")
    private double footprintPercent;

    @Option(
            names = "--preserved-percent",
            defaultValue = "95",
            description = "Items kept in a medium outage, at least. Default: 95.")
    private double preservedPercent;

    @Option(
            names = "--parked-percent",
            defaultValue = "50",
            description = "A parked session's footprint, as a share of a hot one's, at most. Default: 50.")
    private double parkedPercent;

    @Option(
            names = "--continuity-percent",
            defaultValue = "99.9",
            description = "Restored reconnects that the run allows to claim, at least. Default: 99.9.")
    private double continuityPercent;

    /** @throws IllegalArgumentException if a bound is not a positive number */
    Settings.Objectives objectives() {
        return new Settings.Objectives(
                millis("--connect-ms", connectMillis),
                millis("--restore-ms", restoreMillis),
                positive("--roaming-ratio", roamingRatio),
                positive("--slope-percent", slopePercent) / PERCENT,
                positive("--footprint-percent", footprintPercent) / PERCENT,
                positive("--preserved-percent", preservedPercent) / PERCENT,
                positive("--parked-percent", parkedPercent) / PERCENT,
                positive("--continuity-percent", continuityPercent) / PERCENT);
    }

    private static Duration millis(String option, double value) {
        return Duration.ofNanos((long) (positive(option, value) * 1e6));
    }

    private static double positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(option + " is " + value + ", a positive number is needed");
        }
        return value;
    }
}
