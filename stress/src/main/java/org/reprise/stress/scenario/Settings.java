package org.reprise.stress.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reprise.stress.server.FrameTrace;
import org.reprise.wire.FrameFormat;

/**
 * What a run is made with.
 *
 * @param workload what is played
 * @param service where and how
 * @param realTime whether outages last as long as they say, instead of on a clock that is moved
 * @param trace is told of each frame
 * @param evidence keeps what shows why something failed
 * @param objectives the bounds
 */
public record Settings(
        Workload workload,
        Service service,
        boolean realTime,
        FrameTrace trace,
        Evidence evidence,
        Objectives objectives) {

    public Settings {
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(trace, "trace");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(objectives, "objectives");
    }

    /** These settings for another workload. */
    public Settings withWorkload(Workload workload) {
        return new Settings(workload, service, realTime, trace, evidence, objectives);
    }

    /** These settings with another service. */
    public Settings withService(Service service) {
        return new Settings(workload, service, realTime, trace, evidence, objectives);
    }

    /** These settings for a run of which nothing is kept. */
    public Settings withoutEvidence() {
        return new Settings(workload, service, realTime, trace, Evidence.none(), objectives);
    }

    /**
     * What is played.
     *
     * @param cycles how many reconnection cycles, at least 10
     * @param sessions how many sessions at once, at least 1
     * @param length how long chaos and soak last, positive, at most {@link #MOST_LENGTH}
     * @param corpus {@code generated}, {@code multilingual}, or a file's path
     * @param seed draws conversations and jitter
     */
    public record Workload(int cycles, int sessions, Duration length, String corpus, long seed) {

        /** The longest run. */
        public static final Duration MOST_LENGTH = Duration.ofDays(366);

        public Workload {
            Objects.requireNonNull(corpus, "corpus");
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("a run of " + length + ", a positive time is needed");
            }
            if (length.compareTo(MOST_LENGTH) > 0) {
                throw new IllegalArgumentException(
                        "a run of " + length + ", at most " + MOST_LENGTH.toHours() + "h are possible");
            }
            if (cycles < 10 || sessions < 1) {
                throw new IllegalArgumentException(
                        cycles + " cycles of " + sessions + " sessions, at least 10 of 1 are needed");
            }
        }

        /** This workload for so many sessions at once. */
        public Workload withSessions(int sessions) {
            return new Workload(cycles, sessions, length, corpus, seed);
        }

        /** This workload for a run that lasts so long. */
        public Workload withLength(Duration length) {
            return new Workload(cycles, sessions, length, corpus, seed);
        }
    }

    /**
     * The service that is played against.
     *
     * @param format how frames are sent
     * @param store the URI of the server's store
     * @param target a server elsewhere; null for one of this process
     * @param secret the key that the target's tokens are signed with, hexadecimal
     */
    public record Service(
            FrameFormat format, String store, @Nullable URI target, String secret) {

        public Service {
            Objects.requireNonNull(format, "format");
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(secret, "secret");
        }

        /** This service with other frames. */
        public Service withFormat(FrameFormat format) {
            return new Service(format, store, target, secret);
        }

        /** This service with another store. */
        public Service withStore(String store) {
            return new Service(format, store, target, secret);
        }
    }

    /**
     * The bounds of the objectives.
     *
     * @param connect the mean time to connect
     * @param restore the longest time to restore
     * @param roamingRatio the most that a return from elsewhere may take, as a ratio to one from the same place
     * @param slope the most that a cycle's median may grow from cycle to cycle, as a share of the median
     * @param footprintGrowth the most that a session's footprint may grow from the first to the tenth cycle, as a share
     * @param preserved the least share of all items kept in a medium outage
     * @param parkedRatio the most that a parked session may take, as a share of a hot one
     * @param continuity the least share of restored reconnects that the run must allow to claim
     */
    public record Objectives(
            Duration connect,
            Duration restore,
            double roamingRatio,
            double slope,
            double footprintGrowth,
            double preserved,
            double parkedRatio,
            double continuity) {

        /** The bounds of a service that people like to use. */
        public static final Objectives DEFAULT =
                new Objectives(Duration.ofMillis(500), Duration.ofSeconds(1), 1.10, 0.02, 0.05, 0.95, 0.5, 0.999);
    }
}
