package org.reprise.stress.soak;

import java.util.ArrayList;
import java.util.List;

/** A series that takes the same room however long it gets: neighbours are averaged when there are too many. For one thread. */
final class Footprints {

    private final int most;
    private final List<Double> values = new ArrayList<>();
    private int each = 1;
    private double sum;
    private int summed;

    /** A series of at most so many values, an even number. */
    Footprints(int most) {
        this.most = most;
    }

    void add(double bytes) {
        sum += bytes;
        if (++summed < each) {
            return;
        }
        values.add(sum / each);
        sum = 0;
        summed = 0;
        if (values.size() == most) {
            for (int i = 0; i < most / 2; i++) {
                values.set(i, (values.get(2 * i) + values.get(2 * i + 1)) / 2);
            }
            values.subList(most / 2, most).clear();
            each *= 2;
        }
    }

    /** The values so far, in order. */
    List<Double> values() {
        return List.copyOf(values);
    }
}
