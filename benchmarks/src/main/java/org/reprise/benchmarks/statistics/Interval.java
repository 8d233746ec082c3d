package org.reprise.benchmarks.statistics;

/**
 * An interval of log ratios.
 *
 * @param low its lower bound, negative infinity where the data bound nothing
 * @param high its upper bound, infinity where the data bound nothing
 */
public record Interval(double low, double high) {

    /** Whether all of this lies strictly between {@code -distance} and {@code distance}. */
    public boolean isWithin(double distance) {
        return low > -distance && high < distance;
    }
}
