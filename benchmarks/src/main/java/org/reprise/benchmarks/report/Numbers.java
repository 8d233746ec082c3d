package org.reprise.benchmarks.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as they are shown. */
final class Numbers {

    /** What stands where there is no figure. */
    static final String NONE = "\u2013";

    private static final char MINUS = '\u2212';
    private static final double LEAST_P = 0.0001;
    private static final double PERCENT = 100;

    private Numbers() {}

    /** Four significant digits, thousands separated; whole numbers whole. */
    static String plain(@Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size >= 1e12 || size > 0 && size < 1e-3) {
            return format("%.3e", value);
        }
        int decimals = size >= 1000 || value == Math.rint(value) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return format("%,." + decimals + "f", value);
    }

    static String withUnit(@Nullable Double value, String unit) {
        return value == null || !Double.isFinite(value) ? NONE : plain(value) + " " + unit(unit);
    }

    /** A unit of JMH, with the letter that stands for micro. */
    static String unit(String unit) {
        return unit.replaceFirst("\\bus\\b", "\u00b5s");
    }

    /** A ratio as what it adds. */
    static String change(@Nullable Double ratio) {
        return ratio == null || !Double.isFinite(ratio) ? NONE : format("%+,.1f %%", PERCENT * (ratio - 1));
    }

    /** A bound of a ratio; where the data bound nothing, 0 or infinity, a question mark. */
    static String bound(@Nullable Double ratio) {
        return ratio == null || ratio == 0 || ratio.isInfinite() ? "?" : change(ratio);
    }

    /** A share, such as of 0.05, without digits that say nothing. */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.3f", PERCENT * share).replaceAll("\\.?0+$", "") + " %";
    }

    static String p(@Nullable Double p) {
        return p == null ? NONE : p < LEAST_P ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    /** A number with what it counts. */
    static String count(long count, String singular) {
        return String.format(Locale.ROOT, "%,d ", count) + singular + (count == 1 ? "" : "s");
    }

    /** For JSON, which has no NaN and no infinity. */
    static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value).replace('-', MINUS);
    }
}
