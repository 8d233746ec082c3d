package org.reprise.stress.storm;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.Position;
import org.reprise.stress.client.Backoff;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.Payload;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/**
 * One who comes back with nothing, gets the whole session and finds it right: the same entries in the same order, byte for
 * byte, and the head whose digest the welcome told.
 */
final class SessionGuest implements Guest, Link.Listener {

    private static final FrameFormat FORMAT = new BinaryFrames();

    /** What the protocol gives the handshake, the welcome and the restore together. */
    private static final Duration MOST = Duration.ofSeconds(25);

    private final LoadClient client;
    private final URI uri;
    private final int index;
    private final Holding holding;
    private final RandomGenerator random;
    private final WireMessage hello;
    private final HttpHeaders headers;
    private @Nullable Link link;
    private @Nullable Host host;
    private @Nullable Restore restore;
    private @Nullable Runnable onAcked;
    private long openedAt;
    private long pingedAt;
    private int attempt;

    /** Counts comings, so that a retry of one that is over does nothing. */
    private int visit;

    SessionGuest(LoadClient client, URI uri, int index, Holding holding, RandomGenerator random) {
        this.client = client;
        this.uri = uri;
        this.index = index;
        this.holding = holding;
        this.random = random;
        this.hello = FORMAT.encode(new Frame.Hello(holding.token(), Position.NONE));
        this.headers = new DefaultHttpHeaders().set(UpgradeHello.HEADER, UpgradeHello.header(hello));
    }

    @Override
    public void come(Host host) {
        leave();
        this.host = host;
        attempt = 0;
        connect();
    }

    private void connect() {
        restore = null;
        openedAt = 0;
        link = client.open(uri, FORMAT.subprotocol(), headers, index, this);
    }

    @Override
    public void leave() {
        Link open = link;
        link = null;
        host = null;
        visit++;
        if (open != null) {
            open.reset();
        }
    }

    @Override
    public void tick(long now) {
        Link open = link;
        if (open == null || openedAt == 0) {
            return;
        }
        boolean whole = restore != null && restore.isWhole();
        if (!whole && now - openedAt > MOST.toNanos()) {
            open.reset();
            lost("was not restored within " + MOST);
        } else if (whole && now - pingedAt > WireLimits.PING_INTERVAL.toNanos()) {
            pingedAt = now;
            send(open, new Frame.Ping(now));
        }
    }

    /** Says something in a session that is whole; {@code onAcked} is told when it is stored. */
    void say(String messageId, Instant at, Runnable onAcked) {
        Link open = link;
        Restore whole = restore;
        if (open == null || whole == null) {
            throw new IllegalStateException(holding.sessionId() + " is not connected");
        }
        this.onAcked = onAcked;
        long number = whole.welcome.lastClientMessageId() + 1;
        send(open, new Frame.ClientMessage(number, Message.of(messageId, Role.USER, "I am back.", at)));
    }

    @Override
    public void opened(Link opened, HttpHeaders answer) {
        openedAt = System.nanoTime();
        pingedAt = openedAt;
        if (host != null) {
            host.opened();
        }
        if (!UpgradeHello.TAKEN.equals(answer.get(UpgradeHello.HEADER))) {
            opened.send(hello);
        }
    }

    private static void send(Link link, Frame frame) {
        link.send(FORMAT.encode(frame));
    }

    @Override
    public void received(WireMessage message) {
        Frame frame = FORMAT.decode(message);
        if (frame instanceof Frame.Welcome welcome) {
            restore = new Restore(holding, welcome);
        } else if (frame instanceof Frame.Ack && onAcked != null) {
            onAcked.run();
            onAcked = null;
        } else if (frame instanceof Frame.Head || frame instanceof Frame.Entries) {
            take(frame);
        } else if (frame instanceof Frame.Refused refused) {
            throw new FrameException(CloseCode.REFUSED, "was refused: " + refused.code());
        }
    }

    private void take(Frame frame) {
        Restore begun = restore;
        if (begun == null) {
            throw new FrameException(CloseCode.BAD_FRAME, "got " + frame.type() + " before the welcome");
        }
        if (begun.isWhole()) {
            return;
        }
        begun.take(frame);
        if (begun.isWhole() && host != null) {
            host.there(this);
        }
    }

    @Override
    public void closed(int code, String reason) {
        if (code == CloseCode.TRY_AGAIN_LATER.code()) {
            if (host != null) {
                host.putOff();
            }
            retry(hint(reason));
        } else {
            lost(code == Link.ABNORMAL_CLOSE ? reason : "was closed with " + code + " " + reason);
        }
    }

    private static long hint(String reason) {
        try {
            return Math.max(0, Long.parseLong(reason));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void lost(String how) {
        if (host != null) {
            host.fault(holding.sessionId() + ": " + how);
        }
        retry(0);
    }

    private void retry(long hintMillis) {
        link = null;
        int current = visit;
        Duration delay = Backoff.DEFAULT.delay(attempt++, random).plusMillis(hintMillis);
        client.schedule(delay.toNanos(), () -> {
            if (visit == current) {
                connect();
            }
        });
    }

    /** What has come of a session so far. */
    private static final class Restore {
        private final Holding expected;
        private final Frame.Welcome welcome;
        private boolean hasHead;
        private int bytes;
        private int entries;

        Restore(Holding expected, Frame.Welcome welcome) {
            this.expected = expected;
            this.welcome = welcome;
            if (welcome.outcome() != Frame.Outcome.RESTORED
                    || welcome.from() != 0
                    || welcome.to() != expected.count()) {
                throw wrong("was welcomed with " + welcome + ", all of " + expected.count() + " entries were due");
            }
            if (!welcome.headDigest().equals(expected.headDigest())) {
                throw wrong("was told of another head");
            }
        }

        void take(Frame frame) {
            if (frame instanceof Frame.Head head) {
                hasHead = true;
                requireSame(head.head(), expected.head(), 0, "head");
            } else if (frame instanceof Frame.Entries next) {
                if (next.first() != entries + 1L) {
                    throw wrong("got entries from " + next.first() + " behind " + entries);
                }
                requireSame(next.entries(), expected.entries(), bytes, "entries");
                entries += next.count();
                bytes += next.entries().length();
            }
        }

        private void requireSame(Payload came, byte[] whole, int from, String what) {
            int to = from + came.length();
            boolean same = to <= whole.length
                    && Arrays.equals(came.bytes(), came.offset(), came.offset() + came.length(), whole, from, to);
            if (!same) {
                throw wrong("got other " + what + " than were stored");
            }
        }

        boolean isWhole() {
            return hasHead && entries == expected.count() && bytes == expected.entries().length;
        }

        private static FrameException wrong(String what) {
            return new FrameException(CloseCode.BAD_FRAME, what);
        }
    }
}
