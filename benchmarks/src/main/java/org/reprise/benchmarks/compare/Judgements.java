package org.reprise.benchmarks.compare;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.reprise.result.Judgement;

/** A comparison as judgements: a regression has failed, and what could not be told is skipped. */
final class Judgements {

    private Judgements() {}

    static List<Judgement> of(Comparison comparison) {
        return comparison.rows().stream().map(Judgements::of).toList();
    }

    private static Judgement of(Row row) {
        Judgement.Status status = switch (row.status()) {
            case REGRESSION -> Judgement.Status.FAILED;
            case INCONCLUSIVE, NOT_JUDGED, REMOVED, ADDED -> Judgement.Status.SKIPPED;
            case IMPROVEMENT, SAME -> Judgement.Status.PASSED;
        };
        Set<String> all = new TreeSet<>(row.key().params().keySet());
        all.addAll(Set.of("mode", "threads"));
        return new Judgement(
                row.key().benchmark(), row.metric() + " " + Summary.params(row.key(), all), status, detail(row));
    }

    private static String detail(Row row) {
        return row.status().label() + ": " + Wording.value(row.base(), row.unit()) + " -> "
                + Wording.value(row.cand(), row.unit()) + ", " + Wording.change(row) + ", adjusted p "
                + Wording.p(row.adjustedP()) + ", smallest visible " + Wording.visible(row.visible()) + ", n "
                + Wording.forks(row) + (row.note().isEmpty() ? "" : ", " + row.note());
    }
}
