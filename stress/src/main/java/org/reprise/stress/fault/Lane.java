package org.reprise.stress.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One direction of a connection. It is run by a thread of its own; its state is changed from any. */
final class Lane implements Runnable {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int BUFFER_BYTES = 32 << 10;

    private enum State {
        OPEN,
        FROZEN,
        SWALLOWING,
        ENDED
    }

    private final Link link;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Supplier<Quality> quality;
    private final Delay delay;
    private final RandomGenerator random;

    private State state = State.OPEN;
    private long untilCut = NEVER;

    Lane(Link link, Direction direction, Socket from, Socket to, Way way) {
        this.link = link;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.quality = way.quality();
        this.delay = way.delay();
        this.random = way.random();
    }

    /**
     * What the lanes of one proxy share.
     *
     * @param quality tells how well bytes get through now
     * @param delay holds them up
     * @param random draws the jitter; used by many threads
     */
    record Way(Supplier<Quality> quality, Delay delay, RandomGenerator random) {}

    synchronized void freeze() {
        change(State.OPEN, State.FROZEN);
    }

    synchronized void thaw() {
        change(State.FROZEN, State.OPEN);
    }

    synchronized void swallow() {
        if (state != State.ENDED) {
            state = State.SWALLOWING;
            notifyAll();
        }
    }

    synchronized boolean swallows() {
        return state == State.SWALLOWING;
    }

    synchronized void end() {
        state = State.ENDED;
        notifyAll();
    }

    synchronized void cutAfter(long bytes) {
        untilCut = bytes;
    }

    private void change(State expected, State next) {
        if (state == expected) {
            state = next;
            notifyAll();
        }
    }

    /** Waits while frozen. Answers whether bytes come through. */
    synchronized boolean awaitPassage() throws InterruptedException {
        while (state == State.FROZEN) {
            wait();
        }
        return state == State.OPEN;
    }

    @Override
    public void run() {
        try {
            if (read()) {
                if (awaitPassage()) {
                    to.shutdownOutput();
                }
            } else if (awaitPassage()) {
                link.reset();
            }
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            link.reset();
            Thread.currentThread().interrupt();
        } finally {
            link.ended();
        }
    }

    /** Passes on what comes, to the end of the stream. Answers false if it has no end, but was reset. */
    private boolean read() throws InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                pass(buffer, count);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void pass(byte[] bytes, int count) throws InterruptedException {
        int offset = 0;
        while (offset < count) {
            Quality now = quality.get();
            int piece = Math.min(count - offset, now.pieceBytes());
            Duration holdUp = now.holdUp(piece, random);
            if (!holdUp.isZero()) {
                delay.pass(holdUp);
            }
            if (!awaitPassage()) {
                return;
            }
            int passing = beforeCut(piece);
            if (!write(bytes, offset, passing)) {
                return;
            }
            if (passing < piece || isCut()) {
                link.close();
                return;
            }
            offset += piece;
        }
    }

    private synchronized int beforeCut(int piece) {
        if (untilCut == NEVER) {
            return piece;
        }
        int passing = (int) Math.min(piece, untilCut);
        untilCut -= passing;
        return passing;
    }

    private synchronized boolean isCut() {
        return untilCut == 0;
    }

    /** Answers false if nobody is there any more to take it. Whether the sender learns that is the other lane's to say. */
    private boolean write(byte[] bytes, int offset, int length) throws InterruptedException {
        try {
            OutputStream out = to.getOutputStream();
            out.write(bytes, offset, length);
            return true;
        } catch (IOException e) {
            if (link.opposite(direction).awaitPassage()) {
                link.reset();
            } else {
                swallow();
            }
            return false;
        }
    }
}
