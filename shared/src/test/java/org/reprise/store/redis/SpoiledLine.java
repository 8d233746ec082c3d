package org.reprise.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line to a server of this machine, on which what the server answers may become something else. */
final class SpoiledLine implements AutoCloseable {

    private final ServerSocket listening;
    private final int port;
    private final AtomicReference<byte @Nullable []> nonsense = new AtomicReference<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private SpoiledLine(ServerSocket listening, int port) {
        this.listening = listening;
        this.port = port;
    }

    /** A line to a port. */
    static SpoiledLine to(int port) throws IOException {
        SpoiledLine line = new SpoiledLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        line.threads.execute(line::accept);
        return line;
    }

    /** Where its clients connect to. */
    int port() {
        return listening.getLocalPort();
    }

    /** From now on clients are sent {@code text} in the place of each answer. */
    void spoilAnswers(String text) {
        nonsense.set(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** From now on answers are passed on as they are. */
    void heal() {
        nonsense.set(null);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                Socket server = new Socket(listening.getInetAddress(), port);
                sockets.add(server);
                threads.execute(() -> pass(client, server, () -> null));
                threads.execute(() -> pass(server, client, nonsense::get));
            }
        } catch (IOException e) {
            // It has been closed.
        }
    }

    private static void pass(Socket from, Socket to, Supplier<byte @Nullable []> spoiled) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] instead = spoiled.get();
                if (instead == null) {
                    out.write(buffer, 0, read);
                } else {
                    out.write(instead);
                }
            }
        } catch (IOException e) {
            // One of both has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
    }
}
