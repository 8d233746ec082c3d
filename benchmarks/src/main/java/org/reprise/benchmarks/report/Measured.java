package org.reprise.benchmarks.report;

import java.util.Map;
import org.reprise.benchmarks.compare.JmhResult;
import org.reprise.benchmarks.compare.Series;

/**
 * A result of a file.
 *
 * @param result what a comparison would be made of
 * @param raw what stands behind it
 */
record Measured(JmhResult result, RawResult raw) {

    private static final String STRESS = "org.reprise.stress.";

    /** The first of its primary metrics: time, throughput, bytes, or the median of sample mode. */
    Map.Entry<String, Series> primary() {
        return result.primary().entrySet().iterator().next();
    }

    String unit() {
        return primary().getValue().unit();
    }

    boolean isStress() {
        return result.key().benchmark().startsWith(STRESS);
    }

    /** The scenario of a stress result. */
    String scenario() {
        String name = result.key().benchmark().substring(STRESS.length());
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** What a stress result measures. */
    String quantity() {
        return result.key()
                .benchmark()
                .substring(STRESS.length() + scenario().length())
                .replaceFirst("^\\.", "");
    }

    /** Whether its values are single operations, so that their percentiles are latencies. */
    boolean isOfSingleOperations() {
        return result.key().mode().equals("sample") || result.key().mode().equals("ss");
    }
}
