package org.reprise.stress.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that sends what no good client would. */
final class RawClient implements AutoCloseable, WebSocket.Listener {

    private static final long MOST_SECONDS = 10;

    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private RawClient(URI uri, String subprotocol, Map<String, String> headers) {
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().subprotocols(subprotocol);
        headers.forEach(builder::header);
        this.socket = builder.buildAsync(uri, this)
                .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static RawClient connect(URI uri, String subprotocol) {
        return new RawClient(uri, subprotocol, Map.of());
    }

    /** With headers in the upgrade request. */
    static RawClient connect(URI uri, String subprotocol, Map<String, String> headers) {
        return new RawClient(uri, subprotocol, headers);
    }

    void send(String text) {
        socket.sendText(text, true).orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    }

    void send(ByteBuffer bytes) {
        socket.sendBinary(bytes, true).orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The next text message. */
    String next() throws InterruptedException {
        String text = texts.poll(MOST_SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no message came");
        }
        return text;
    }

    /** Code and reason of the close. */
    String closed() {
        return closed.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            texts.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
