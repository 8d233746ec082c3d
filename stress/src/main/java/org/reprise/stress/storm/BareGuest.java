package org.reprise.stress.storm;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.WireMessage;

/** One who opens a WebSocket and says nothing: what a connection costs by itself. */
final class BareGuest implements Guest, Link.Listener {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LoadClient client;
    private final URI uri;
    private final int index;
    private @Nullable Link link;
    private @Nullable Host host;

    BareGuest(LoadClient client, URI uri, int index) {
        this.client = client;
        this.uri = uri;
        this.index = index;
    }

    @Override
    public void come(Host host) {
        this.host = host;
        link = client.open(uri, null, EmptyHttpHeaders.INSTANCE, index, this);
    }

    @Override
    public void leave() {
        Link open = link;
        link = null;
        host = null;
        if (open != null) {
            open.reset();
        }
    }

    @Override
    public void tick(long now) {
        // A bare server waits for nothing.
    }

    @Override
    public void opened(Link opened, HttpHeaders answer) {
        Host told = host;
        if (told != null) {
            told.opened();
            told.there(this);
        }
    }

    @Override
    public void received(WireMessage message) {
        // A bare server says nothing.
    }

    @Override
    public void closed(int code, String reason) {
        Host told = host;
        if (told != null) {
            link = null;
            told.fault("bare connection " + index + " was closed with " + code + " " + reason);
            client.schedule(RETRY_NANOS, () -> {
                if (host == told && link == null) {
                    link = client.open(uri, null, EmptyHttpHeaders.INSTANCE, index, this);
                }
            });
        }
    }
}
