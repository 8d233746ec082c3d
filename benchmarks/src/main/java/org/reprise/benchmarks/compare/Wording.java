package org.reprise.benchmarks.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as they are shown. */
final class Wording {

    private static final String NONE = "-";
    private static final double LEAST_P = 0.0001;
    private static final double LEAST_BYTES = 0.05;

    private Wording() {}

    static String value(@Nullable Double value, String unit) {
        return value == null ? NONE : significant(value) + " " + unit;
    }

    /** Four significant digits of small numbers, no exponent where it can be avoided. */
    private static String significant(double value) {
        double size = Math.abs(value);
        if (size >= 1e9 || size > 0 && size < 1e-3) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size >= 1000 || value == Math.rint(value) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** The change of cost, with its interval. */
    static String change(Row row) {
        Double base = row.base();
        Double cand = row.cand();
        Double ratio = row.ratio();
        if (row.gate() == Gate.BYTES && base != null && cand != null) {
            double exact = cand - base;
            double bytes = Math.abs(exact) < LEAST_BYTES ? 0 : exact;
            String share = ratio == null || bytes == 0 ? "" : " (" + percent(ratio) + ")";
            return (bytes > 0 ? "+" : "") + significant(bytes) + " B" + share;
        }
        if (ratio == null) {
            return NONE;
        }
        return percent(ratio) + " [" + bound(row.low()) + ", " + bound(row.high()) + "]";
    }

    private static String bound(@Nullable Double ratio) {
        return ratio == null || ratio == 0 || ratio.isInfinite() ? "?" : percent(ratio);
    }

    /** A ratio as what it adds. */
    static String percent(double ratio) {
        return String.format(Locale.ROOT, "%+.1f%%", 100 * (ratio - 1));
    }

    /** A share, such as of 0.05, without digits that say nothing. */
    static String share(double share) {
        String text = String.format(Locale.ROOT, "%.3f", 100 * share);
        return text.replaceAll("\\.?0+$", "") + "%";
    }

    static String p(@Nullable Double p) {
        return p == null ? NONE : p < LEAST_P ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    static String visible(@Nullable Double ratio) {
        return ratio == null ? NONE : ratio.isInfinite() ? "none" : percent(ratio);
    }

    static String forks(Row row) {
        int before = row.baseline().size();
        int after = row.candidate().size();
        return before == after ? Integer.toString(before) : before + "+" + after;
    }
}
