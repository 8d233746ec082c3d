package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.statistics.ForkUnit;
import org.reprise.benchmarks.statistics.Holm;
import org.reprise.benchmarks.statistics.Interval;
import org.reprise.benchmarks.statistics.PrecedenceTest;
import org.reprise.benchmarks.statistics.ShiftTest;
import org.reprise.benchmarks.statistics.VisibleEffect;

/**
 * Gives each metric its verdict.
 *
 * <p>Of a timing metric the hypothesis is tested that the ratio is at most 1 + threshold, and, where it is estimated below
 * 1 / (1 + threshold), that it is at least that. Bytes have no noise as a rule, so where the forks of a side agree any
 * increase of the minimum beyond the tolerance is a regression. Where they do not, it has to be more than chance by
 * {@link PrecedenceTest}. All tests for being worse are adjusted together, and so are all for being better.
 */
final class Judge {

    /** Objects are multiples of eight bytes, so what was allocated is compared to the nearest such. */
    private static final double ALLOCATION_MARGIN = 4;

    /** Fewer forks often agree although the next would allocate otherwise: what a compiler leaves out is chance. */
    private static final int FORKS_TO_TRUST = 3;

    /** What two equal numbers may differ by after some arithmetic, as a share. */
    private static final double ROUNDING = 1e-9;

    private final Settings settings;
    private final Testing testing;

    Judge(Settings settings, Testing testing) {
        this.settings = settings;
        this.testing = testing;
    }

    List<Row> judge(List<MetricPair> pairs) {
        List<Case> cases = pairs.stream().map(this::open).toList();
        double[] worse = adjust(cases.stream().map(Case::worse).toList());
        double[] better = adjust(cases.stream().map(Case::better).toList());
        double level = Holm.level(settings.alpha(), tested(worse));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            rows.add(close(cases.get(i), worse[i], better[i], level));
        }
        return rows;
    }

    /** Adjusted p-values, NaN where there was no test. */
    private static double[] adjust(List<@Nullable Double> p) {
        double[] adjusted = Holm.adjust(p.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray());
        double[] all = new double[p.size()];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = p.get(i) == null ? Double.NaN : adjusted[next++];
        }
        return all;
    }

    private static double[] tested(double[] adjusted) {
        return Arrays.stream(adjusted).filter(p -> !Double.isNaN(p)).toArray();
    }

    private Case open(MetricPair pair) {
        if (pair.unjudged() != null) {
            return new Case(pair, null, null, null);
        }
        if (pair.gate() == Gate.BYTES) {
            return openBytes(pair);
        }
        ShiftTest test = testing.test(pair);
        double threshold = settings.logThreshold();
        Double better = test.estimate() < -threshold ? test.pBelow(-threshold) : null;
        return new Case(pair, test, test.pAbove(threshold), better);
    }

    private Case openBytes(MetricPair pair) {
        double margin = margin(pair);
        if (forksAgree(pair)) {
            return new Case(pair, null, null, null);
        }
        if (hasGrown(pair) && testing.isLast()) {
            return new Case(pair, null, pOfGrowth(pair), null);
        }
        if (-increase(pair) >= margin && testing.isLast()) {
            return new Case(pair, null, null, PrecedenceTest.p(pair.candidate(), pair.baseline(), margin));
        }
        return new Case(pair, null, null, null);
    }

    private Row close(Case opened, double worse, double better, double level) {
        MetricPair pair = opened.pair;
        if (pair.unjudged() != null) {
            boolean tooFew = pair.baseline().length < MetricPair.LEAST_FORKS;
            boolean open = tooFew && !testing.isLast();
            return row(opened, Status.NOT_JUDGED, null, Double.NaN, null, pair.unjudged(), open);
        }
        return pair.gate() == Gate.BYTES
                ? closeBytes(opened, worse, better)
                : closeTiming(opened, Objects.requireNonNull(opened.test), worse, better, level);
    }

    private Row closeTiming(Case opened, ShiftTest test, double worse, double better, double level) {
        double visible = Math.exp(VisibleEffect.of(test, settings.logThreshold(), level));
        if (worse <= settings.alpha()) {
            return row(opened, Status.REGRESSION, opened.worse, worse, visible, "", false);
        }
        if (better <= settings.alpha()) {
            return row(opened, Status.IMPROVEMENT, opened.better, better, visible, "", false);
        }
        if (isSame(test)) {
            return row(opened, Status.SAME, opened.worse, worse, visible, "", false);
        }
        boolean open = testing.isOpen(test, settings, level);
        String note = test.smallestP() > level ? "too few forks for any effect to be significant" : "";
        return row(opened, Status.INCONCLUSIVE, opened.worse, worse, visible, note, open);
    }

    /** The interval lies within the threshold, and did not come to lie there by looking often enough. */
    private boolean isSame(ShiftTest test) {
        double threshold = settings.logThreshold();
        double side = (1 - settings.confidence()) / 2 + ROUNDING;
        return test.interval(settings.confidence()).isWithin(threshold)
                && test.pBelow(threshold) <= side
                && test.pAbove(-threshold) <= side;
    }

    private Row closeBytes(Case opened, double worse, double better) {
        MetricPair pair = opened.pair;
        double margin = margin(pair);
        boolean exact = forksAgree(pair);
        String note = exact
                ? ""
                : String.format(
                        Locale.ROOT,
                        "forks differ by up to %.0f B",
                        Math.max(spread(pair.baseline()), spread(pair.candidate())));
        if (hasGrown(pair)) {
            Status status = exact || worse <= settings.alpha() ? Status.REGRESSION : Status.INCONCLUSIVE;
            // Tested at the end alone: a run goes on for what looks as if it would be significant then.
            boolean open = !exact && !testing.isLast() && pOfGrowth(pair) <= settings.alpha();
            return row(opened, status, opened.worse, worse, null, note, open);
        }
        boolean fewer = -increase(pair) >= margin && (exact || better <= settings.alpha());
        return fewer
                ? row(opened, Status.IMPROVEMENT, opened.better, better, null, note, false)
                : row(opened, Status.SAME, opened.worse, worse, null, note, false);
    }

    private Row row(
            Case opened,
            Status status,
            @Nullable Double p,
            double adjusted,
            @Nullable Double visible,
            String note,
            boolean open) {
        MetricPair pair = opened.pair;
        Double base = typical(pair.gate(), pair.baseline());
        Double cand = typical(pair.gate(), pair.candidate());
        Double ratio = null;
        Interval interval = null;
        if (opened.test != null) {
            ratio = Math.exp(opened.test.estimate());
            interval = opened.test.interval(settings.confidence());
        } else if (pair.gate() == Gate.BYTES && base != null && cand != null && base > 0) {
            ratio = cand / base;
        }
        return new Row(
                pair.key(),
                pair.metric(),
                pair.gate(),
                pair.unit(),
                pair.better(),
                list(pair.baseline()),
                list(pair.candidate()),
                pair.orders(),
                base,
                cand,
                ratio,
                interval == null ? null : (Double) Math.exp(interval.low()),
                interval == null ? null : (Double) Math.exp(interval.high()),
                p,
                Double.isNaN(adjusted) ? null : (Double) adjusted,
                visible,
                status,
                open,
                note.isEmpty() ? noteOfFewForks(pair) : note);
    }

    private static String noteOfFewForks(MetricPair pair) {
        int forks = Math.min(pair.baseline().length, pair.candidate().length);
        return pair.metric().equals(JmhReader.ALLOCATED) && forks < FORKS_TO_TRUST
                ? (forks == 1 ? "1 fork" : forks + " forks")
                        + ": forks of the same code may allocate differently, take " + FORKS_TO_TRUST
                : "";
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static @Nullable Double typical(Gate gate, double[] values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return finite.length == 0 ? null : (Double) (gate == Gate.BYTES ? least(finite) : ForkUnit.median(finite));
    }

    private static boolean forksAgree(MetricPair pair) {
        double margin = margin(pair);
        return spread(pair.baseline()) < margin && spread(pair.candidate()) < margin;
    }

    private boolean hasGrown(MetricPair pair) {
        return increase(pair) - tolerance(pair) >= margin(pair);
    }

    private double pOfGrowth(MetricPair pair) {
        return PrecedenceTest.p(pair.baseline(), pair.candidate(), tolerance(pair) + margin(pair));
    }

    private double tolerance(MetricPair pair) {
        return settings.bytesTolerance().of(least(pair.baseline()));
    }

    private static double increase(MetricPair pair) {
        return least(pair.candidate()) - least(pair.baseline());
    }

    private static double margin(MetricPair pair) {
        return pair.metric().equals(JmhReader.ALLOCATED)
                ? ALLOCATION_MARGIN
                : Math.max(Double.MIN_NORMAL, ROUNDING * Math.max(least(pair.baseline()), least(pair.candidate())));
    }

    private static double spread(double[] values) {
        return Arrays.stream(values).max().orElseThrow() - least(values);
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    /** A metric with its tests before they are adjusted: p of being worse and of being better, null where not tested. */
    private record Case(
            MetricPair pair,
            @Nullable ShiftTest test,
            @Nullable Double worse,
            @Nullable Double better) {}
}
