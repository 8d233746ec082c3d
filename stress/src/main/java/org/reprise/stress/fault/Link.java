package org.reprise.stress.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;

/** One connection of a client's and the one to the server that belongs to it. Thread-safe. */
final class Link {

    private static final int LANES = 2;

    private final Socket client;
    private final Socket server;
    private final Lane toServer;
    private final Lane toClient;
    private final Consumer<Link> gone;
    private int lanesEnded;

    Link(Socket client, Socket server, Lane.Way way, Consumer<Link> gone) {
        this.client = client;
        this.server = server;
        this.gone = gone;
        this.toServer = new Lane(this, Direction.TO_SERVER, client, server, way);
        this.toClient = new Lane(this, Direction.TO_CLIENT, server, client, way);
    }

    void start() {
        start(toServer);
        start(toClient);
    }

    private static void start(Lane lane) {
        Thread thread = new Thread(lane, "reprise-fault-lane");
        thread.setDaemon(true);
        thread.start();
    }

    Lane opposite(Direction direction) {
        return direction == Direction.TO_SERVER ? toClient : toServer;
    }

    boolean swallows() {
        return toServer.swallows() || toClient.swallows();
    }

    void cutAfter(Direction direction, long bytes) {
        (direction == Direction.TO_SERVER ? toServer : toClient).cutAfter(bytes);
    }

    void freeze(Direction direction) {
        if (direction.covers(Direction.TO_SERVER)) {
            toServer.freeze();
        }
        if (direction.covers(Direction.TO_CLIENT)) {
            toClient.freeze();
        }
    }

    void thaw() {
        toServer.thaw();
        toClient.thaw();
    }

    void swallow(Direction direction) {
        if (direction.covers(Direction.TO_SERVER)) {
            toServer.swallow();
        }
        if (direction.covers(Direction.TO_CLIENT)) {
            toClient.swallow();
        }
    }

    /** Both ends find the stream at its end; what they still send is swallowed. */
    void close() {
        swallow(Direction.BOTH);
        shutDown(client);
        shutDown(server);
    }

    void reset() {
        toServer.end();
        toClient.end();
        reset(client);
        reset(server);
    }

    /** A lane has come to its end. */
    void ended() {
        boolean last;
        synchronized (this) {
            last = ++lanesEnded == LANES;
        }
        if (last) {
            close(client);
            close(server);
            gone.accept(this);
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        close(socket);
    }

    private static void shutDown(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing that could still be done.
        }
    }
}
