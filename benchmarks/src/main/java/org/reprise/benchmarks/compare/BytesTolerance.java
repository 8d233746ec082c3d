package org.reprise.benchmarks.compare;

/**
 * By how much a number of bytes may grow.
 *
 * @param bytes so many
 * @param share or, if that is more, so much of the baseline's
 */
public record BytesTolerance(double bytes, double share) {

    /** No increase at all. */
    public static final BytesTolerance NONE = new BytesTolerance(0, 0);

    /** @throws IllegalArgumentException if either is negative or not a number */
    public BytesTolerance {
        if (!(bytes >= 0) || !(share >= 0)) {
            throw new IllegalArgumentException("a tolerance of " + bytes + " bytes or a share of " + share
                    + " was given, neither may be negative");
        }
    }

    double of(double baseline) {
        return Math.max(bytes, share * baseline);
    }
}
