package org.reprise.store.linearizability;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Admission;
import org.reprise.store.Attached;
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
        return around(store, (method, arguments, call) -> {
            boolean lost;
            boolean done;
            synchronized (random) {
                lost = random.nextInt(ONE_IN) == 0;
                done = random.nextBoolean();
            }
            if (!lost || method.equals("close")) {
                return call.answer();
            }
            if (done) {
                call.answer();
            }
            throw new StoreUnavailableException("drawn: the " + (done ? "answer" : "call") + " was lost", null);
        });
    }

    /** A store that never answers. */
    static ContextStore silent(ContextStore store) {
        return around(store, (method, arguments, call) -> {
            throw new StoreUnavailableException("it is silent", null);
        });
    }

    /** A store that sends an append again if it had no answer, as a driver may do. */
    static ContextStore sendingAgain(ContextStore store) {
        return around(store, (method, arguments, call) -> {
            try {
                return call.answer();
            } catch (StoreUnavailableException e) {
                if (!method.equals("append")) {
                    throw e;
                }
                return call.answer();
            }
        });
    }

    /** A store that lets every attachment make calls of a name as if it were the newest. */
    static ContextStore withoutFencing(ContextStore store, String name) {
        AtomicReference<Attachment> newest = new AtomicReference<>();
        return around(store, (method, arguments, call) -> {
            Attachment known = newest.get();
            if (method.equals(name)
                    && known != null
                    && known.sessionId().equals(((Attachment) arguments[0]).sessionId())) {
                arguments[0] = known;
            }
            Object answer = call.answer();
            if (answer instanceof Optional<?> given) {
                given.map(FaultyStore::attachment).ifPresent(newest::set);
            }
            return answer;
        });
    }

    private static @Nullable Attachment attachment(Object given) {
        if (given instanceof Admission.Admitted admitted) {
            return admitted.attached().attachment();
        }
        if (given instanceof Attached attached) {
            return attached.attachment();
        }
        return given instanceof Attachment attachment ? attachment : null;
    }

    /** A store that does not know client messages again. */
    static ContextStore withoutIdempotence(ContextStore store) {
        return around(store, (method, arguments, call) -> {
            if (method.equals("append")) {
                arguments[1] = 0L;
            }
            return call.answer();
        });
    }

    /** A store that parks even if the head has been replaced since it was looked at. */
    static ContextStore withoutHeadVersions(ContextStore store) {
        return around(store, (method, arguments, call) -> {
            if (method.equals("park")) {
                store.state(((Attachment) arguments[0]).sessionId(), Instant.MIN)
                        .ifPresent(state -> arguments[1] = state.headVersion());
            }
            return call.answer();
        });
    }

    /** A store that does nothing when calls of a name are made, which have no answer. */
    static ContextStore ignoring(ContextStore store, String name) {
        return around(store, (method, arguments, call) -> method.equals(name) ? null : call.answer());
    }

    private static ContextStore around(ContextStore store, Interception interception) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) ->
                        interception.answer(method.getName(), arguments, () -> call(store, method, arguments)));
    }

    private static @Nullable Object call(ContextStore store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Interception {
        @Nullable
        Object answer(String method, Object[] arguments, Call call) throws Throwable;
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object answer() throws Throwable;
    }
}
