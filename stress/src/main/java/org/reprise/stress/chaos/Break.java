package org.reprise.stress.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.WireMessage;

/** One hello by hand, such as no good client says, and what it is answered. */
final class Break implements WebSocket.Listener {

    private static final long MOST_SECONDS = 5;

    private final FrameFormat format;
    private final CompletableFuture<Optional<Frame>> answer = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    private Break(FrameFormat format) {
        this.format = format;
    }

    /** Says {@code hello}. Answers the server's first frame; empty if there was no server, or it did not say anything. */
    static Optional<Frame> in(HttpClient http, URI uri, FrameFormat format, Frame.Hello hello) {
        Break tried = new Break(format);
        @Nullable WebSocket socket = null;
        try {
            socket = http.newWebSocketBuilder()
                    .subprotocols(format.subprotocol())
                    .buildAsync(uri, tried)
                    .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                    .join();
            WireMessage message = format.encode(hello);
            if (message instanceof WireMessage.Text said) {
                socket.sendText(said.text(), true);
            } else if (message instanceof WireMessage.Binary said) {
                socket.sendBinary(said.bytes(), true);
            }
            return tried.answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            return Optional.empty();
        } finally {
            if (socket != null) {
                socket.abort();
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            complete(() -> format.decode(WireMessage.Text.of(text.toString())));
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        complete(() -> format.decode(new WireMessage.Binary(data)));
        socket.request(1);
        return null;
    }

    private void complete(Decoding decoding) {
        try {
            answer.complete(Optional.of(decoding.frame()));
        } catch (FrameException e) {
            answer.complete(Optional.empty());
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        answer.complete(Optional.empty());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        answer.complete(Optional.empty());
    }

    private interface Decoding {
        Frame frame();
    }
}
