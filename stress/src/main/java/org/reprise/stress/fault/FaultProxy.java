package org.reprise.stress.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one client and its server, on TCP, and does to their connections what networks do.
 *
 * <p>It is transparent until told otherwise: bytes, the end of a stream and a reset go through as they come. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private final Supplier<InetSocketAddress> target;
    private final InetAddress source;
    private final Lane.Way way;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress address;

    private @Nullable Listener listener;
    private volatile Quality quality = Quality.GOOD;
    private Fault.@Nullable CutNext cutNext;
    private volatile @Nullable Link newest;
    private boolean closed;

    private FaultProxy(Supplier<InetSocketAddress> target, InetAddress host, Delay delay, RandomGenerator random)
            throws IOException {
        this.target = target;
        this.source = host;
        this.way = new Lane.Way(() -> quality, delay, random);
        this.listener = Listener.open(new InetSocketAddress(host, 0), this::connect);
        this.address = listener.address();
    }

    /**
     * A proxy on a free port.
     *
     * @param target tells where the server is when a connection comes
     * @param host the address to listen on and to connect to the server from; one that nobody else binds to, so that the
     *     port is still free after connections have been refused
     * @param random draws the jitter
     * @throws UncheckedIOException if it cannot listen
     */
    public static FaultProxy start(Supplier<InetSocketAddress> target, String host, RandomGenerator random) {
        return start(target, host, Delay.REAL, random);
    }

    static FaultProxy start(Supplier<InetSocketAddress> target, String host, Delay delay, RandomGenerator random) {
        try {
            return new FaultProxy(target, InetAddress.getByName(host), delay, random);
        } catch (IOException e) {
            throw new UncheckedIOException("no fault proxy on " + host, e);
        }
    }

    /** Where the client connects to, whatever befalls it. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether the newest connection is there and has a black hole. */
    public boolean swallows() {
        Link last = newest;
        return last != null && links.contains(last) && last.swallows();
    }

    /** How many connections it holds, those included of which one end has let go. */
    public int connections() {
        return links.size();
    }

    /**
     * Does it.
     *
     * @throws UncheckedIOException if connections are to be accepted again, and the port has been taken
     */
    public void inject(Fault fault) {
        if (fault instanceof Fault.Reset) {
            links.forEach(Link::reset);
        } else if (fault instanceof Fault.Close) {
            links.forEach(Link::close);
        } else if (fault instanceof Fault.BlackHole hole) {
            links.forEach(link -> link.swallow(hole.direction()));
        } else if (fault instanceof Fault.Freeze freeze) {
            links.forEach(link -> link.freeze(freeze.direction()));
        } else if (fault instanceof Fault.Thaw) {
            links.forEach(Link::thaw);
        } else if (fault instanceof Fault.Cut cut) {
            links.forEach(link -> link.cutAfter(cut.direction(), cut.bytes()));
        } else if (fault instanceof Fault.Degrade degrade) {
            quality = degrade.quality();
        } else if (fault instanceof Fault.CutNext cut) {
            synchronized (this) {
                cutNext = cut;
            }
        } else if (fault instanceof Fault.Refuse) {
            refuse();
        } else if (fault instanceof Fault.Accept) {
            acceptAgain();
        }
    }

    /** Takes back what can be: new connections come through well, frozen ones move on. What is swallowed stays so. */
    public void heal() {
        inject(new Fault.Degrade(Quality.GOOD));
        inject(new Fault.Accept());
        inject(new Fault.Thaw());
        synchronized (this) {
            cutNext = null;
        }
    }

    /** Resets what is open, and accepts nothing any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        refuse();
        links.forEach(Link::reset);
    }

    private void refuse() {
        Listener listening;
        synchronized (this) {
            listening = listener;
            listener = null;
        }
        if (listening != null) {
            listening.close();
        }
    }

    private synchronized void acceptAgain() {
        if (listener == null && !closed) {
            try {
                listener = Listener.open(address, this::connect);
            } catch (IOException e) {
                throw new UncheckedIOException("the fault proxy cannot listen on " + address + " again", e);
            }
        }
    }

    /** A client whose server cannot be reached is reset. */
    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.bind(new InetSocketAddress(source, 0));
            server.connect(target.get());
        } catch (IOException e) {
            Link.reset(server);
            Link.reset(client);
            return;
        }
        Link link = new Link(client, server, way, links::remove);
        boolean late;
        synchronized (this) {
            if (cutNext != null) {
                link.cutAfter(cutNext.direction(), cutNext.bytes());
                cutNext = null;
            }
            links.add(link);
            newest = link;
            late = closed;
        }
        link.start();
        if (late) {
            link.reset();
        }
    }
}
