package org.reprise.store.linearizability;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreUnavailableException;

/** Stores with something wrong in front of them. */
public final class FaultyStore {

    private static final int ONE_IN = 8;

    private FaultyStore() {}

    /** A store that is away now and then: a call does not come through, or its answer is lost. */
    public static ContextStore unavailable(ContextStore store, long seed) {
        Random random = new Random(seed);
        return before(store, (method, arguments) -> {
            boolean lost;
            boolean done;
            synchronized (random) {
                lost = random.nextInt(ONE_IN) == 0;
                done = random.nextBoolean();
            }
            if (!lost || method.equals("close")) {}
            if (done) {
                throw new AnswerLost();
            }
            throw new StoreUnavailableException("drawn: the call was lost", null);
        });
    }

    /** A store that lets every attachment write as if it were the newest. */
    static ContextStore withoutFencing(ContextStore store) {
        AtomicReference<Attachment> newest = new AtomicReference<>();
        return before(store, (method, arguments) -> {
            if (method.equals("append")) {
                store.attach(((Attachment) arguments[0]).sessionId(), Instant.MIN)
                        .ifPresent(attached -> newest.set(attached.attachment()));
                arguments[0] = newest.get();
            }
        });
    }

    /** A store that does not know client messages again. */
    static ContextStore withoutIdempotence(ContextStore store) {
        return before(store, (method, arguments) -> {
            if (method.equals("append")) {
                arguments[1] = 0L;
            }
        });
    }

    private static ContextStore before(ContextStore store, Interception interception) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    boolean answerLost = false;
                    try {
                        interception.before(method.getName(), arguments);
                    } catch (AnswerLost e) {
                        answerLost = true;
                    }
                    Object answer;
                    try {
                        answer = method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (answerLost) {
                        throw new StoreUnavailableException("drawn: the answer was lost", null);
                    }
                    return answer;
                });
    }

    @FunctionalInterface
    private interface Interception {
        void before(String method, Object[] arguments);
    }

    private static final class AnswerLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
