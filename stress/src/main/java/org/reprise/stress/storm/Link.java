package org.reprise.stress.storm;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.WireMessage;

/** One WebSocket of a {@link LoadClient}, from when it is asked for. For the client's thread. */
final class Link extends SimpleChannelInboundHandler<Object> {

    /** A connection that ended without a closing handshake (RFC 6455, section 7.4.1). */
    static final int ABNORMAL_CLOSE = 1006;

    private final WebSocketClientHandshaker handshaker;
    private final Listener listener;
    private final Runnable onSettled;
    private @Nullable ChannelHandlerContext context;
    private boolean settled;
    private boolean over;

    /**
     * A link that is not connected.
     *
     * @param onSettled is told once, when it has opened or failed to
     */
    Link(WebSocketClientHandshaker handshaker, Listener listener, Runnable onSettled) {
        this.handshaker = handshaker;
        this.listener = listener;
        this.onSettled = onSettled;
    }

    /** Is told what happens on a link. */
    interface Listener {
        /** The WebSocket is open; these are the headers of the server's answer. */
        void opened(Link link, HttpHeaders answer);

        /** A message has come; its bytes are good during the call. */
        void received(WireMessage message);

        /** The WebSocket has closed or could not be opened; nothing comes after it. Not told of {@link #reset}. */
        void closed(int code, String reason);
    }

    /** Sends a text message. */
    void send(WireMessage message) {
        ChannelHandlerContext open = context;
        if (open != null) {
            open.writeAndFlush(new TextWebSocketFrame(Unpooled.copiedBuffer(message.bytes())));
        }
    }

    /** Resets the connection, at once or as soon as there is one. Its listener is told nothing more. */
    void reset() {
        over = true;
        ChannelHandlerContext open = context;
        if (open != null) {
            open.close();
        }
    }

    /** Whether nobody waits for it any more. */
    boolean isOver() {
        return over;
    }

    /** It could not be connected. */
    void failed(String why) {
        settle();
        end(ABNORMAL_CLOSE, why);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        if (over) {
            context.close();
        } else {
            handshaker.handshake(context.channel());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        if (over) {
            return;
        }
        if (message instanceof FullHttpResponse response) {
            handshaker.finishHandshake(context.channel(), response);
            settle();
            listener.opened(this, response.headers());
        } else if (message instanceof BinaryWebSocketFrame binary) {
            listener.received(new WireMessage.Binary(binary.content().nioBuffer()));
        } else if (message instanceof TextWebSocketFrame text) {
            listener.received(new WireMessage.Text(text.content().nioBuffer()));
        } else if (message instanceof PingWebSocketFrame ping) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            int code = close.statusCode() < 0 ? ABNORMAL_CLOSE : close.statusCode();
            end(code, close.reasonText());
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        settle();
        end(ABNORMAL_CLOSE, "the connection was lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(ABNORMAL_CLOSE, String.valueOf(cause.getMessage()));
        context.close();
    }

    private void settle() {
        if (!settled) {
            settled = true;
            onSettled.run();
        }
    }

    private void end(int code, String reason) {
        if (!over) {
            over = true;
            listener.closed(code, reason);
        }
    }
}
