package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.reprise.resume.TestService.USER;
import static org.reprise.resume.TestService.accepted;
import static org.reprise.resume.TestService.at;
import static org.reprise.resume.TestService.degraded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.ContextComparison;
import org.reprise.context.Contexts;
import org.reprise.context.Difference;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;
import org.reprise.store.memory.MemoryStore;

class ResumeConcurrencyTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 100;
    private static final String COUNTER = "counter";

    private final Concurrently concurrently = new Concurrently();

    @AfterEach
    void endThreads() {
        concurrently.close();
    }

    @Test
    void clientsThatOpenOneSessionTogether_haveOneBeginning() throws Exception {
        TestService test = new TestService(new BinaryCodec());
        for (int round = 0; round < ROUNDS; round++) {
            String token = test.token("session-" + round, USER);

            List<ResumeOutcome> outcomes =
                    concurrently.call(Collections.nCopies(THREADS, () -> test.service.resume(token, Position.NONE)));

            assertThat(outcomes)
                    .filteredOn(ResumeOutcome.Clean.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(ResumeOutcome.Restored.class::isInstance)
                    .hasSize(THREADS - 1);
            List<Attachment> attachments = attachments(outcomes);
            assertThat(attachments)
                    .extracting(Attachment::epoch)
                    .containsOnly(attachments.get(0).epoch());
            assertThat(attachments)
                    .extracting(Attachment::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, THREADS).boxed().toList());
            assertOnlyTheLastActs(test, attachments);
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0S,false", "PT10S,false", "PT2M,false", "PT2M,true"})
    void clientsThatReturnTogether_leaveOneNewestWithAllThatIsDurable(Duration outage, boolean swept) throws Exception {
        TestService test = new TestService(new BinaryCodec());
        Ledger ledger = new Ledger(Contexts.everything().head());
        ledger.history.addAll(Contexts.everything().history());
        for (int round = 0; round < ROUNDS; round++) {
            String token = test.token("session-" + round, USER);
            Attachment attachment =
                    accepted(test.service.resume(token, Position.NONE)).attachment();
            test.service.putHead(attachment, ledger.head);
            test.append(attachment, ledger.history.toArray(HistoryEntry[]::new));
            test.service.detach(attachment);
            test.clock.advance(outage);
            if (swept) {
                assertThat(test.service.sweep().parked()).isEqualTo(1);
            }

            List<Optional<ResumeOutcome>> answers =
                    concurrently.call(Collections.nCopies(THREADS, () -> unlessFenced(test, token, at(attachment, 3))));

            List<ResumeOutcome> outcomes =
                    answers.stream().flatMap(Optional::stream).toList();
            List<Attachment> attachments = attachments(outcomes);
            assertThat(attachments).extracting(Attachment::number).doesNotHaveDuplicates();
            assertThat(last(attachments).number())
                    .as("the newest is never fenced")
                    .isEqualTo(1L + THREADS);
            ResumeOutcome newest = outcomes.stream()
                    .max(Comparator.comparing(
                            outcome -> accepted(outcome).attachment().number()))
                    .orElseThrow();
            SessionContext context = test.service.context(accepted(newest));
            ContextComparison comparison = ContextComparison.between(ledger.context(), context);
            assertThat(comparison.durablePreserved()).isEqualTo(1.0);
            if (newest instanceof ResumeOutcome.Degraded degraded) {
                assertThat(comparison.differences())
                        .extracting(Difference::item)
                        .isEqualTo(degraded.dropped());
            }
            assertOnlyTheLastActs(test, attachments);
        }
    }

    @Test
    void tokensThatAreIssuedAndVerifiedTogether_areEachForTheirOwnSession() throws Exception {
        TestService test = new TestService(new BinaryCodec());
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String session = "session-" + thread;
            tasks.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(test.tokens.verify(test.token(session, USER)))
                            .isInstanceOfSatisfying(
                                    TokenVerdict.Valid.class,
                                    valid -> assertThat(valid.claims().sessionId())
                                            .isEqualTo(session));
                }
                return ROUNDS;
            });
        }

        assertThat(concurrently.call(tasks)).containsOnly(ROUNDS);
    }

    @Test
    void sweepsAtTheSameTime_parkEachSessionOnce() throws Exception {
        TestService test = new TestService(new BinaryCodec());
        int sessions = 600;
        for (int i = 0; i < sessions; i++) {
            Attachment attachment = accepted(test.service.resume(test.token("session-" + i, USER), Position.NONE))
                    .attachment();
            test.append(attachment, Ledger.message(i));
            test.service.detach(attachment);
        }
        test.clock.advance(Duration.ofMinutes(1));

        List<Integer> parked = concurrently.call(
                Collections.nCopies(THREADS, () -> test.service.sweep().parked()));

        assertThat(parked.stream().mapToInt(Integer::intValue).sum()
                        + test.service.sweep().parked())
                .isEqualTo(sessions);
        for (int i = 0; i < sessions; i++) {
            Resumption resumption = degraded(test.service.resume(test.token("session-" + i, USER), Position.NONE));
            assertThat(test.entries(resumption)).containsExactly(Ledger.message(i));
        }
    }

    @Test
    void sweepsReturnsAppendsAndHeadsTogether_loseNothing() throws Exception {
        TestService test = new TestService(
                new BinaryCodec(), new MemoryStore(), new RetentionPolicy(Duration.ZERO, Duration.ofHours(1)));
        BusySession session = new BusySession(test);

        concurrently.call(List.<Callable<Integer>>of(
                session::comeAndGo, session::sweep, session::appendAsTheAgent, session::putHeads));

        SessionContext context = test.service.context(test.resume());
        assertThat(context.history()).isEqualTo(session.acknowledged());
        assertThat(counter(context.head())).isEqualTo(session.lastCounter);
    }

    /** One client that comes and goes, its agent and a sweeper, until the client has had enough. */
    private static final class BusySession {

        private static final int RETURNS = 200;
        private static final int RETURNS_FOR_A_PARKING = 4;
        private static final int ACTIONS_FOR_AN_ATTACHMENT = 5;
        private static final Duration BOUND = Duration.ofSeconds(20);

        private final TestService test;
        private final AtomicReference<Attachment> current;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Map<Long, HistoryEntry> entries = Collections.synchronizedMap(new TreeMap<>());
        private volatile long lastCounter;
        private volatile int parked;

        BusySession(TestService test) {
            this.test = test;
            Attachment attachment = test.resume().attachment();
            this.current = new AtomicReference<>(attachment);
            test.service.putHead(attachment, head(0));
            test.service.detach(attachment);
        }

        int comeAndGo() {
            List<HistoryEntry> replica = new ArrayList<>();
            long epoch = current.get().epoch();
            try {
                for (int i = 1; i <= RETURNS; i++) {
                    long counterBefore = lastCounter;
                    Resumption resumption = accepted(test.resume(new Position(epoch, replica.size())));
                    current.set(resumption.attachment());
                    assertThat(resumption.from()).isEqualTo(replica.size());
                    replica.addAll(test.entries(resumption));
                    assertThat(counter(test.head(resumption))).isGreaterThanOrEqualTo(counterBefore);
                    assertThat(resumption.lastClientMessageId()).isEqualTo(i - 1);
                    acknowledge(test.service.append(resumption.attachment(), i, Ledger.entry(i)), Ledger.entry(i));
                    int parkedBefore = parked;
                    assertThat(test.service.detach(resumption.attachment())).isTrue();
                    if (i % RETURNS_FOR_A_PARKING == 0) {
                        await().atMost(BOUND).pollInterval(Duration.ofMillis(1)).until(() -> parked > parkedBefore);
                    }
                }
                return RETURNS;
            } finally {
                over.set(true);
            }
        }

        int sweep() {
            while (!over.get()) {
                parked += test.service.sweep().parked();
            }
            return parked;
        }

        int appendAsTheAgent() {
            return actForEachAttachment((attachment, number) -> {
                HistoryEntry entry = Ledger.message(-number);
                acknowledge(test.service.append(attachment, 0, entry), entry);
            });
        }

        int putHeads() {
            return actForEachAttachment((attachment, number) -> {
                test.service.putHead(attachment, head(number));
                lastCounter = number;
            });
        }

        /** Acts until the attachment has enough of it or is superseded, and again with the next; answers how often. */
        private int actForEachAttachment(ObjIntConsumer<Attachment> action) {
            int acted = 0;
            while (!over.get()) {
                Attachment attachment = current.get();
                try {
                    for (int i = 0; i < ACTIONS_FOR_AN_ATTACHMENT; i++) {
                        action.accept(attachment, acted + 1);
                        acted++;
                    }
                    while (!over.get() && current.get() == attachment) {
                        Thread.onSpinWait();
                    }
                } catch (FencedException e) {
                    Thread.onSpinWait();
                }
            }
            return acted;
        }

        private void acknowledge(AppendResult result, HistoryEntry entry) {
            assertThat(result).isInstanceOf(AppendResult.Stored.class);
            assertThat(entries.put(((AppendResult.Stored) result).sequence(), entry))
                    .isNull();
        }

        List<HistoryEntry> acknowledged() {
            assertThat(entries.keySet())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries.size()).boxed().toList());
            return List.copyOf(entries.values());
        }

        private static SessionHead head(long counter) {
            return Contexts.everything()
                    .head()
                    .withMemory(Map.of(
                            COUNTER,
                            Variable.durable(Value.of(counter)),
                            "scratch",
                            Variable.scratch(Value.of(counter))));
        }
    }

    private static long counter(SessionHead head) {
        return ((Value.Int) head.memory().get(COUNTER).value()).number();
    }

    private static Optional<ResumeOutcome> unlessFenced(TestService test, String token, Position position) {
        try {
            return Optional.of(test.service.resume(token, position));
        } catch (FencedException e) {
            return Optional.empty();
        }
    }

    /** In the order of their numbers. */
    private static List<Attachment> attachments(List<ResumeOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> accepted(outcome).attachment())
                .sorted(Comparator.comparing(Attachment::number))
                .toList();
    }

    private static Attachment last(List<Attachment> attachments) {
        return attachments.get(attachments.size() - 1);
    }

    private static void assertOnlyTheLastActs(TestService test, List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            boolean acts;
            try {
                test.service.append(attachment, 0, Ledger.message(0));
                acts = true;
            } catch (FencedException e) {
                acts = false;
            }
            assertThat(acts).as(attachment.toString()).isEqualTo(attachment.equals(last(attachments)));
        }
    }
}
