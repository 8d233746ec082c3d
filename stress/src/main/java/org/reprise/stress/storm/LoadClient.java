package org.reprise.stress.storm;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.WireLimits;

/**
 * Opens WebSockets by the thousand, by one thread, so that what is measured is the server.
 *
 * <p>Each comes from an address of its own in 127.0.0.0/8. All methods but {@link #call}, {@link #cpuNanos} and
 * {@link #close} are for the client's own thread, which is where listeners are told.
 */
final class LoadClient implements AutoCloseable {

    /**
     * So many are connecting at once; the others wait for their turn here, and their time counts. Beyond the listen queue
     * of a server (4,096 at most on a usual Linux) the kernel drops who comes, and TCP tries again after seconds: one would
     * measure its timer.
     */
    private static final int MOST_CONNECTING = 2_048;

    private static final int MOST_RESPONSE_BYTES = 16 << 10;
    private static final int ADDRESSES_OF_A_BYTE = 256;
    private static final long CLOSE_SECONDS = 30;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private volatile @Nullable Thread thread;
    private volatile boolean closing;
    private int connecting;

    LoadClient() {
        this.group = new MultiThreadIoEventLoopGroup(
                1,
                task -> {
                    Thread made = new Thread(task, "reprise-load");
                    made.setDaemon(true);
                    thread = made;
                    return made;
                },
                NioIoHandler.newFactory());
        this.loop = group.next();
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                // Closing resets, as a network looks at best that is lost.
                .option(ChannelOption.SO_LINGER, 0);
    }

    private record Waiting(Link link, URI uri, int index) {}

    /**
     * Opens a WebSocket.
     *
     * @param subprotocol the one that is offered; null for none
     * @param headers further headers of the upgrade request
     * @param index decides the address that it comes from
     */
    Link open(URI uri, @Nullable String subprotocol, HttpHeaders headers, int index, Link.Listener listener) {
        Link link = new Link(
                WebSocketClientHandshakerFactory.newHandshaker(
                        uri, WebSocketVersion.V13, subprotocol, false, headers, WireLimits.SERVER_MESSAGE_BYTES),
                listener,
                this::settled);
        waiting.add(new Waiting(link, uri, index));
        connectNext();
        return link;
    }

    private void settled() {
        connecting--;
        connectNext();
    }

    private void connectNext() {
        while (!closing && connecting < MOST_CONNECTING && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            if (!next.link.isOver()) {
                connecting++;
                connect(next);
            }
        }
    }

    private void connect(Waiting next) {
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MOST_RESPONSE_BYTES),
                                        new WebSocketFrameAggregator(WireLimits.SERVER_MESSAGE_BYTES),
                                        next.link);
                    }
                })
                .connect(new InetSocketAddress(next.uri.getHost(), next.uri.getPort()), from(next.index))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        next.link.failed(String.valueOf(connected.cause().getMessage()));
                    }
                });
    }

    /** 127.1.0.1 and on; the first and the last of a byte are left out, since they look like a net's own. */
    static InetSocketAddress from(int index) {
        int each = ADDRESSES_OF_A_BYTE - 2;
        byte[] address = {
            127, (byte) (1 + index / each / ADDRESSES_OF_A_BYTE % 250), (byte) (index / each), (byte) (1 + index % each)
        };
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Runs a task later. */
    void schedule(long delayNanos, Runnable task) {
        if (!closing) {
            loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Runs a task in the client's thread. */
    <T> CompletableFuture<T> call(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, loop);
    }

    /** The CPU time that the client's thread has used; 0 before it has done anything. */
    long cpuNanos() {
        Thread running = thread;
        return running == null ? 0 : ManagementFactory.getThreadMXBean().getThreadCpuTime(running.getId());
    }

    /** Drops what is open, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
