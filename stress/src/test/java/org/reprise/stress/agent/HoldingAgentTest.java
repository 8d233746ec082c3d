package org.reprise.stress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;

/** Who is held back at a tool call goes on in order, whenever it is released. */
class HoldingAgentTest {

    private static final long MOST_SECONDS = 10;
    private static final Message QUESTION = message("question", Role.USER);
    private static final HistoryEntry BEGINS = new ToolCall("call", "tool", "{}", null, ToolCall.Status.RUNNING, null);
    private static final HistoryEntry HELD = message("held", Role.ASSISTANT);
    private static final HistoryEntry MEANWHILE =
            new ToolCall("next", "tool", "{}", null, ToolCall.Status.RUNNING, null);
    private static final HistoryEntry LAST = message("last", Role.ASSISTANT);

    private final List<HistoryEntry> appended = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch releasing = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    @Test
    void agentThatIsReleasedInTheMiddleOfItsAnswer_goesOnInOrderAndIsNotHeldAgain() {
        HoldingAgent agent = new HoldingAgent(new Answering());
        CompletableFuture<Void> answering = CompletableFuture.runAsync(
                () -> agent.answer(new Recording(), QUESTION), task -> new Thread(task).start());

        await(held);
        assertThat(appended).containsExactly(BEGINS);
        assertThat(agent.isHolding()).isTrue();
        agent.release();
        answering.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();

        assertThat(appended).containsExactly(BEGINS, HELD, MEANWHILE, LAST);
        assertThat(agent.isHolding()).isFalse();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String id, Role role) {
        return Message.of(id, role, id, Instant.EPOCH);
    }

    /** Goes on with its answer while what was held back is being done. */
    private final class Answering implements Agent {
        @Override
        public void begin(AgentSession session) {}

        @Override
        public void answer(AgentSession session, Message message) {
            session.append(BEGINS);
            session.append(HELD);
            held.countDown();
            await(releasing);
            session.append(MEANWHILE);
            session.append(LAST);
            answered.countDown();
        }
    }

    private final class Recording implements AgentSession {
        @Override
        public String sessionId() {
            return "session";
        }

        @Override
        public void append(HistoryEntry entry) {
            if (entry.equals(HELD)) {
                releasing.countDown();
                await(answered);
            }
            appended.add(entry);
        }

        @Override
        public void putHead(SessionHead head) {}
    }
}
