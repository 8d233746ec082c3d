package org.reprise.stress.storm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reprise.stress.oracle.TimingOracle;

/**
 * Returns at a rate that does not wait for the server: whoever is longest there drops its connection and comes back, at the
 * moment at which it was to. Where all are on their way already, the next one to be there comes in its place, and its
 * latency counts from that moment all the same. For the thread of the load client.
 */
final class OpenLoop {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int RAMP = 3;
    private static final int MOST_FAULTS = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadClient client;
    private final double perSecond;
    private final long lengthNanos;
    private final Deque<Guest> idle;
    private final Deque<Long> due = new ArrayDeque<>();
    private final TimingOracle latency = new TimingOracle();
    private final List<String> faults = new ArrayList<>();
    private final CompletableFuture<Result> over = new CompletableFuture<>();
    private final long startedAt = System.nanoTime();
    private long offered;
    private long there;
    private long thereAtFirst;
    private long firstNanos;
    private long putOff;
    private boolean stopped;

    private OpenLoop(LoadClient client, List<? extends Guest> guests, double perSecond, Duration length) {
        this.client = client;
        this.idle = new ArrayDeque<>(guests);
        this.perSecond = perSecond;
        this.lengthNanos = length.toNanos();
    }

    /**
     * What became of an offered rate.
     *
     * @param offered returns that were to start in a second
     * @param goodput returns that were whole in a second, after the first third of the time, in which they pile up
     * @param there how many were whole in time
     * @param latency of the returns that were whole in time, from when they were to start
     * @param putOff how often the server put somebody off
     * @param late how many that were to start were not whole at the end
     * @param faults what went wrong
     */
    record Result(
            double offered,
            double goodput,
            long there,
            TimingOracle latency,
            long putOff,
            long late,
            List<String> faults) {
        Result {
            faults = List.copyOf(faults);
        }
    }

    /** Offers {@code perSecond} returns of {@code guests}, which have to be there, for so long. */
    static CompletableFuture<Result> start(
            LoadClient client, List<? extends Guest> guests, double perSecond, Duration length) {
        OpenLoop loop = new OpenLoop(client, guests, perSecond, length);
        loop.tick();
        return loop.over;
    }

    private void tick() {
        long elapsed = System.nanoTime() - startedAt;
        if (elapsed >= lengthNanos) {
            stopped = true;
            over.complete(new Result(
                    perSecond,
                    (there - thereAtFirst) * NANOS_PER_SECOND / Math.max(1, elapsed - firstNanos),
                    there,
                    latency,
                    putOff,
                    offered - there,
                    faults));
            return;
        }
        if (firstNanos == 0 && elapsed >= lengthNanos / RAMP) {
            firstNanos = elapsed;
            thereAtFirst = there;
        }
        for (long all = (long) (elapsed / NANOS_PER_SECOND * perSecond); offered < all; offered++) {
            due.add(startedAt + (long) (offered / perSecond * NANOS_PER_SECOND));
        }
        startDue();
        client.schedule(TICK_NANOS, this::tick);
    }

    private void startDue() {
        while (!due.isEmpty() && !idle.isEmpty()) {
            Guest guest = idle.remove();
            guest.come(hostFor(due.remove()));
        }
    }

    private Guest.Host hostFor(long intendedAt) {
        return new Guest.Host() {
            @Override
            public void opened() {}

            @Override
            public void putOff() {
                putOff++;
            }

            @Override
            public void fault(String what) {
                if (!stopped && faults.size() < MOST_FAULTS) {
                    faults.add(what);
                }
            }

            @Override
            public void there(Guest guest) {
                if (!stopped) {
                    there++;
                    latency.took(System.nanoTime() - intendedAt);
                    idle.add(guest);
                    startDue();
                }
            }
        };
    }
}
