package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.reprise.resume.TestService.USER;
import static org.reprise.resume.TestService.accepted;
import static org.reprise.resume.TestService.degraded;
import static org.reprise.resume.TestService.restored;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.MalformedContextException;
import org.reprise.codec.Packer;
import org.reprise.codec.PackingDictionary;
import org.reprise.codec.ParkedHead;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;
import org.reprise.store.Attachment;
import org.reprise.store.memory.MemoryStore;

class SweepTest {

    private static final Duration MEDIUM = Duration.ofMinutes(2);
    private static final int MANY = 3 * 256 + 1;

    private final TestService test = new TestService(new BinaryCodec());
    private final ResumeService service = test.service;

    @Test
    void moreSessionsThanAreParkedAtOnce_areAllParkedByOneSweep() {
        List<Attachment> attachments = establish(MANY);
        attachments.forEach(service::detach);
        test.clock.advance(MEDIUM);

        assertThat(service.sweep().parked()).isEqualTo(MANY);
        assertThat(service.sweep().parked()).isZero();

        for (Attachment attachment : attachments) {
            Resumption resumption = degraded(resume(attachment));
            assertThat(test.entries(resumption)).containsExactly(entryOf(attachment));
        }
    }

    @Test
    void sessionThatIsParkedByADictionary_comesBackOnlyWhereItIsKnown() {
        MemoryStore store = new MemoryStore();
        Corpus corpus = Corpora.open(Corpora.GENERATED, 1);
        PackingDictionary dictionary = PackingDictionary.learn(
                IntStream.range(1, 26)
                        .mapToObj(i -> corpus.conversation(i).entries())
                        .toList(),
                new BinaryCodec());
        TestService learned = packingBy(new Packer(List.of(dictionary)), store);
        TestService plain = packingBy(Packer.PLAIN, store);
        HistoryEntry[] entries = corpus.conversation(0).entries().toArray(HistoryEntry[]::new);
        Attachment attachment = learned.resume().attachment();
        learned.append(attachment, entries);
        learned.service.detach(attachment);
        learned.clock.advance(MEDIUM);
        plain.clock.advance(MEDIUM);
        assertThat(learned.service.sweep().parked()).isEqualTo(1);

        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> plain.resume(Position.NONE))
                .withMessageContaining("dictionary");

        assertThat(learned.entries(degraded(learned.resume(Position.NONE)))).containsExactly(entries);
    }

    private static TestService packingBy(Packer packer, MemoryStore store) {
        return new TestService(new BinaryCodec(), store, RetentionPolicy.DEFAULT, new Random(1), packer);
    }

    @Test
    void sessionsWhoseTimeHasNotCome_areLeftAlone() {
        List<Attachment> attachments = establish(4);
        service.detach(attachments.get(0));
        test.clock.advance(Duration.ofNanos(1));
        service.detach(attachments.get(1));
        test.clock.advance(RetentionPolicy.DEFAULT.brief().minusNanos(1));
        service.detach(attachments.get(2));

        assertThat(service.sweep()).isEqualTo(new ResumeService.SweepResult(1, List.of(), List.of()));

        degraded(resume(attachments.get(0)));
        restored(resume(attachments.get(1)));
        restored(resume(attachments.get(2)));
        restored(resume(attachments.get(3)));
    }

    @Test
    void sessionsWhoseTimeIsOver_areNamedOnce() {
        List<Attachment> attachments = establish(3);
        service.detach(attachments.get(0));
        service.detach(attachments.get(2));
        test.clock.advance(MEDIUM);
        service.sweep();
        test.clock.advance(RetentionPolicy.DEFAULT.extended().minus(MEDIUM));

        assertThat(service.sweep().expired()).containsExactlyInAnyOrder("session-0", "session-2");
        assertThat(service.sweep().expired()).isEmpty();
        assertThat(test.store.sessions()).isEqualTo(1);
    }

    @Test
    void parkedSession_holdsNoTransientVariableAndLessThanHalfOfItsBytes() {
        SessionContext context = Corpora.open(Corpora.GENERATED, 1).context(1);
        SessionHead head = Ledger.headWithScratch(context.head(), "scratch");
        Attachment attachment = test.resume().attachment();
        service.putHead(attachment, head);
        test.append(attachment, context.history().toArray(HistoryEntry[]::new));
        service.detach(attachment);
        long hot = GraphLayout.parseInstance(test.store).totalSize();
        test.clock.advance(MEDIUM);

        service.sweep();

        byte[] parkedHead = test.store
                .state(TestService.SESSION, test.clock.instant())
                .orElseThrow()
                .head();
        byte[] durable = ParkedHead.unpack(parkedHead, Packer.PLAIN);
        assertThat(parkedHead).hasSizeLessThan(durable.length);
        assertThat(test.codec.decodeHead(durable, 0, durable.length))
                .isNotEqualTo(head)
                .isEqualTo(Ledger.withoutTransientVariables(head));
        assertThat(GraphLayout.parseInstance(test.store).totalSize()).isLessThan(hot / 2);
    }

    @Test
    void sweepOfNothing_doesNothing() {
        assertThat(service.sweep()).isEqualTo(new ResumeService.SweepResult(0, List.of(), List.of()));
    }

    @Test
    void retentionOfNoTimeAtAll_endsASessionAsItsClientLeaves() {
        TestService none =
                new TestService(new BinaryCodec(), test.store, new RetentionPolicy(Duration.ZERO, Duration.ZERO));
        none.service.detach(none.resume().attachment());

        assertThat(none.service.sweep().expired()).containsExactly(TestService.SESSION);
    }

    private List<Attachment> establish(int sessions) {
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Attachment attachment = accepted(service.resume(test.token("session-" + i, USER), Position.NONE))
                    .attachment();
            test.append(attachment, entryOf(attachment));
            attachments.add(attachment);
        }
        return attachments;
    }

    private static HistoryEntry entryOf(Attachment attachment) {
        return Message.of(attachment.sessionId(), Role.USER, "Hello.", Contexts.NOON);
    }

    private ResumeOutcome resume(Attachment attachment) {
        return service.resume(test.token(attachment.sessionId(), USER), Position.NONE);
    }
}
