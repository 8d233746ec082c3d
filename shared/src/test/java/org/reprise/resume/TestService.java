package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.Packer;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionHead;
import org.reprise.context.Workflow;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.store.memory.MemoryStore;

/** A resume service on virtual time, and short words for what tests do with it. */
final class TestService {

    static final String SESSION = "session-1";
    static final String USER = "user-1";

    private static final Duration LIFETIME = Duration.ofDays(1_000);
    private static final int BATCH_BYTES = 700;

    final ManualClock clock = new ManualClock(Contexts.NOON);
    final ContextStore store;
    final ContextCodec codec;
    final SessionTokens tokens;
    final ResumeService service;

    TestService(ContextCodec codec) {
        this(codec, new MemoryStore(), RetentionPolicy.DEFAULT);
    }

    TestService(ContextCodec codec, ContextStore store, RetentionPolicy retention) {
        this(codec, store, retention, new Random(1));
    }

    TestService(ContextCodec codec, ContextStore store, RetentionPolicy retention, RandomGenerator random) {
        this(codec, store, retention, random, Packer.PLAIN);
    }

    TestService(
            ContextCodec codec, ContextStore store, RetentionPolicy retention, RandomGenerator random, Packer packer) {
        this.codec = codec;
        this.store = store;
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        tokens = new SessionTokens(
                "reprise", new SigningKeys("k1", Map.of("k1", secret)), new MemoryRevocations(clock), clock);
        service = new ResumeService(
                store,
                codec,
                tokens,
                retention,
                (sessionId, userId, now) ->
                        new SessionHead(sessionId, userId, "agent-1", now, now, Workflow.NONE, Map.of(), Map.of()),
                clock,
                random,
                packer);
    }

    String token(String sessionId, String userId) {
        return tokens.issue(sessionId, userId, LIFETIME);
    }

    ResumeOutcome resume(Position position) {
        return service.resume(token(SESSION, USER), position);
    }

    /** What a client with nothing gets, which must not be refused. */
    Resumption resume() {
        return accepted(resume(Position.NONE));
    }

    static Resumption accepted(ResumeOutcome outcome) {
        assertThat(outcome).isInstanceOf(ResumeOutcome.Accepted.class);
        return ((ResumeOutcome.Accepted) outcome).resumption();
    }

    static Resumption restored(ResumeOutcome outcome) {
        assertThat(outcome).isInstanceOf(ResumeOutcome.Restored.class);
        return accepted(outcome);
    }

    static Resumption degraded(ResumeOutcome outcome, String... dropped) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ResumeOutcome.Degraded.class,
                        degraded -> assertThat(degraded.dropped()).containsExactly(dropped));
        return accepted(outcome);
    }

    static Resumption clean(ResumeOutcome outcome) {
        assertThat(outcome).isInstanceOf(ResumeOutcome.Clean.class);
        return accepted(outcome);
    }

    static void assertRefused(ResumeOutcome outcome, RefusalCode code) {
        assertThat(outcome).isEqualTo(new ResumeOutcome.Refused(code));
    }

    /** The position of a client that has all that {@code resumption} gave it. */
    static Position at(Resumption resumption) {
        return new Position(resumption.attachment().epoch(), resumption.to());
    }

    static Position at(Attachment attachment, long sequence) {
        return new Position(attachment.epoch(), sequence);
    }

    void append(Attachment attachment, HistoryEntry... entries) {
        for (HistoryEntry entry : entries) {
            service.append(attachment, 0, entry);
        }
    }

    /** What a client is sent before it goes live, decoded. */
    List<HistoryEntry> entries(Resumption resumption) {
        List<HistoryEntry> entries = new ArrayList<>();
        service.restore(resumption, BATCH_BYTES, (first, count, bytes, offset, length) -> {
            assertThat(first).as("first sequence").isEqualTo(resumption.from() + entries.size() + 1);
            List<HistoryEntry> batch = codec.decodeEntries(bytes, offset, length);
            assertThat(batch).as("entries of a batch").hasSize(count);
            entries.addAll(batch);
        });
        return entries;
    }

    SessionHead head(Resumption resumption) {
        return codec.decodeHead(resumption.head(), 0, resumption.head().length);
    }
}
