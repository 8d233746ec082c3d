package org.reprise.stress.server;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Watches the objects of connections, to find those that outlive them.
 *
 * <p>May be used from any thread.
 */
public final class ClosedConnections {

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    /** Watches the objects of one connection. */
    void watch(Session session, JettyEndpoint endpoint, ServerConnection connection) {
        forgetCollected();
        watched.add(new Watched(session, collected));
        watched.add(new Watched(endpoint, collected));
        watched.add(new Watched(connection, collected));
    }

    /** The objects that were watched and are still reachable, those of open connections included. */
    public List<Reference<Object>> reachable() {
        forgetCollected();
        return watched.stream()
                .filter(object -> !object.refersTo(null))
                .map(object -> (Reference<Object>) object)
                .toList();
    }

    private void forgetCollected() {
        for (Reference<?> reference = collected.poll(); reference != null; reference = collected.poll()) {
            watched.remove(reference);
        }
    }

    private static final class Watched extends WeakReference<Object> {
        Watched(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
        }
    }
}
