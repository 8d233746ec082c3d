package org.reprise.stress.storm;

import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One who opens a WebSocket and says nothing: what a connection costs by itself. */
final class BareGuest implements Guest, Link.Listener {

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
        link = client.open(uri, null, index, this);
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
    public void opened(Link opened) {
        Host told = host;
        if (told != null) {
            told.opened();
            told.there(this);
        }
    }

    @Override
    public void text(String text) {}

    @Override
    public void binary(ByteBuffer bytes) {}

    @Override
    public void closed(int code, String reason) {
        Host told = host;
        if (told != null) {
            told.fault("bare connection " + index + " was closed with " + code + " " + reason);
            link = client.open(uri, null, index, this);
        }
    }
}
