package org.reprise.benchmarks.report;

import org.reprise.benchmarks.report.Chart.Scale;

/** How axes are divided. */
final class Axes {

    /** From here on a linear axis hides the small values. */
    private static final double WIDE = 20;

    private Axes() {}

    /** Of values from {@code least} to {@code most}. */
    static Scale scale(double least, double most) {
        return least > 0 && most / least > WIDE ? Scale.LOG : Scale.FROM_ZERO;
    }
}
