package org.reprise.resume;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.reprise.store.ContextStore;

/** Puts before the next call of a store's method what another thread or machine might do just then. For one thread. */
final class StoreInterruption {

    private final ContextStore store;
    private @Nullable String method;
    private Runnable interruption = () -> {};

    StoreInterruption(ContextStore store) {
        this.store = store;
    }

    /** The next call of {@code method}, and no other, comes after {@code interruption}. */
    void before(String method, Runnable interruption) {
        this.method = method;
        this.interruption = interruption;
    }

    boolean isOver() {
        return method == null;
    }

    /** The store, interrupted. */
    ContextStore store() {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        method = null;
                        interruption.run();
                    }
                    if (called.isDefault()) {
                        // Its steps are calls that can be interrupted.
                        return InvocationHandler.invokeDefault(proxy, called, arguments);
                    }
                    try {
                        return called.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
