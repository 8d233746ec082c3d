package org.reprise.corpus;

/** A distribution, given by its quantiles at equal steps from the least value to the greatest, linear in between. */
final class Quantiles {

    private final double[] values;

    private Quantiles(double[] values) {
        this.values = values;
    }

    static Quantiles of(double... values) {
        return new Quantiles(values.clone());
    }

    int draw(Draws draws) {
        double position = draws.unit() * (values.length - 1);
        int step = (int) position;
        return (int) Math.round(values[step] + (values[step + 1] - values[step]) * (position - step));
    }
}
