package org.reprise.stress.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.reprise.stress.oracle.TimingOracle;

/** Many guests come, each once, and the wave is over when all are there. For the thread of the load client. */
final class Wave {

    /** Of faults that hit everybody, some say all. */
    private static final int MOST_FAULTS = 100;

    private static final double NANOS_PER_MILLI = 1e6;

    private final List<? extends Guest> guests;
    private final double[] thereMillis;
    private final TimingOracle latency = new TimingOracle();
    private final List<String> faults = new ArrayList<>();
    private final CompletableFuture<WaveResult> over = new CompletableFuture<>();
    private final long startedAt = System.nanoTime();
    private long openedAt = startedAt;
    private long opened;
    private long putOff;
    private int there;

    private Wave(List<? extends Guest> guests) {
        this.guests = guests;
        this.thereMillis = new double[guests.size()];
    }

    /**
     * Lets all guests come.
     *
     * @param delayNanos after how long each is to start
     * @param most after how long the wave is over, whoever is missing
     */
    static CompletableFuture<WaveResult> start(
            LoadClient client, List<? extends Guest> guests, LongSupplier delayNanos, Duration most) {
        Wave wave = new Wave(guests);
        for (Guest guest : guests) {
            long delay = delayNanos.getAsLong();
            Guest.Host host = wave.hostFor(wave.startedAt + delay);
            if (delay == 0) {
                guest.come(host);
            } else {
                client.schedule(delay, () -> guest.come(host));
            }
        }
        client.schedule(most.toNanos(), wave::end);
        return wave.over;
    }

    private Guest.Host hostFor(long intendedAt) {
        return new Guest.Host() {
            @Override
            public void opened() {
                opened++;
                openedAt = System.nanoTime();
            }

            @Override
            public void putOff() {
                putOff++;
            }

            @Override
            public void fault(String what) {
                if (faults.size() < MOST_FAULTS) {
                    faults.add(what);
                }
            }

            @Override
            public void there(Guest guest) {
                if (over.isDone()) {
                    return;
                }
                long now = System.nanoTime();
                latency.took(now - intendedAt);
                thereMillis[there++] = (now - startedAt) / NANOS_PER_MILLI;
                if (there == guests.size()) {
                    end();
                }
            }
        };
    }

    private void end() {
        if (over.isDone()) {
            return;
        }
        over.complete(new WaveResult(
                guests.size(),
                Arrays.copyOf(thereMillis, there),
                (openedAt - startedAt) / NANOS_PER_MILLI,
                opened,
                latency,
                putOff,
                faults));
    }
}
