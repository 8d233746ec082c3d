package org.reprise.benchmarks.footprint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jol.info.GraphLayout;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.benchmarks.codec.RoundTrip;
import org.reprise.benchmarks.peer.ContextSerializer;
import org.reprise.benchmarks.resume.MeasuredRedis;
import org.reprise.benchmarks.resume.PackingBy;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;
import org.reprise.codec.Packer;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.result.Measurement;
import org.reprise.result.Metric;
import org.reprise.resume.Position;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.ResumeService;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.store.memory.MemoryStore;

/** Measures bytes by JOL in this JVM. */
final class FootprintMeter {

    /** The prefix of the measured benchmarks' names; the quantity follows. */
    static final String BENCHMARK = "org.reprise.benchmarks.footprint.Footprint.";

    private static final String BYTES = "B";

    /** What one session adds is the mean over this many, so that a store's fixed part does not count. */
    static final int SESSIONS = 8;

    private static final RetentionPolicy PARKING = new RetentionPolicy(Duration.ZERO, Duration.ofDays(1));

    private static final Map<CodecType, ContextCodec> STORED =
            Map.of(CodecType.BINARY, new BinaryCodec(), CodecType.JSON, new JsonCodec());

    private FootprintMeter() {}

    /** The bytes of one context: encoded, decoded, and for our codecs stored and parked, in each store that there is. */
    static List<Measurement> measure(CodecType codec, ContextSize size, String corpus) {
        SessionContext context = size.of(corpus);
        ContextSerializer serializer = codec.newSerializer();
        byte[] encoded = serializer.serialize(context);
        SessionContext decoded = serializer.deserialize(encoded);
        RoundTrip.require(context, decoded, codec.name());
        Map<String, Double> bytes = new LinkedHashMap<>();
        bytes.put("encoded", (double) encoded.length);
        bytes.put("decoded", (double) GraphLayout.parseInstance(decoded).totalSize());
        if (STORED.containsKey(codec)) {
            ContextCodec stored = STORED.get(codec);
            bytes.put("stored", inMemory(stored, context, RetentionPolicy.DEFAULT, Packer.PLAIN));
            bytes.put("parked", inMemory(stored, context, PARKING, Packer.PLAIN));
            bytes.put(
                    "parked by dictionary",
                    inMemory(stored, context, PARKING, PackingBy.LEARNED.packer(size, corpus, stored)));
            bytes.put(
                    "parked in SQLite",
                    StoreBytes.inSqlite(store -> fill(store, stored, context, PARKING, Packer.PLAIN)) / SESSIONS);
            if (MeasuredRedis.isThere()) {
                bytes.put(
                        "parked in Redis",
                        StoreBytes.inRedis(
                                        store -> fill(store, stored, context, PARKING, Packer.PLAIN),
                                        store -> empty(store, context))
                                / SESSIONS);
            }
        }
        Map<String, String> params = Map.of("codec", codec.name(), "size", size.name(), "corpus", corpus);
        List<Measurement> measurements = new ArrayList<>();
        bytes.forEach((quantity, value) -> measurements.add(
                new Measurement(BENCHMARK + quantity, "ss", 1, params, Metric.exact(value, BYTES), Map.of())));
        return measurements;
    }

    /** What a detached session adds to a store in memory, after a sweep. */
    private static double inMemory(
            ContextCodec codec, SessionContext context, RetentionPolicy retention, Packer packer) {
        MemoryStore store = new MemoryStore();
        long empty = GraphLayout.parseInstance(store).totalSize();
        fill(store, codec, context, retention, packer);
        return (GraphLayout.parseInstance(store).totalSize() - empty) / (double) SESSIONS;
    }

    /** Puts {@link #SESSIONS} detached sessions into a store, and sweeps. */
    static void fill(
            ContextStore store, ContextCodec codec, SessionContext context, RetentionPolicy retention, Packer packer) {
        InstantSource clock = InstantSource.system();
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        SessionTokens tokens = new SessionTokens(
                "footprint", new SigningKeys("1", Map.of("1", secret)), new MemoryRevocations(clock), clock);
        SessionHead head = context.head();
        empty(store, context);
        ResumeService service = new ResumeService(
                store,
                codec,
                tokens,
                retention,
                (sessionId, userId, now) -> head,
                clock,
                new SplittableRandom(1),
                packer);
        for (int i = 0; i < SESSIONS; i++) {
            ResumeOutcome outcome = service.resume(
                    tokens.issue(head.sessionId() + i, head.userId(), Duration.ofHours(1)), Position.NONE);
            Attachment attachment =
                    ((ResumeOutcome.Accepted) outcome).resumption().attachment();
            context.history().forEach(entry -> service.append(attachment, 0, entry));
            service.detach(attachment);
        }
        service.sweep();
    }

    private static void empty(ContextStore store, SessionContext context) {
        for (int i = 0; i < SESSIONS; i++) {
            store.remove(context.head().sessionId() + i);
        }
    }
}
