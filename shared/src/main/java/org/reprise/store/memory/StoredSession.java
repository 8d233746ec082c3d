package org.reprise.store.memory;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;

/** One session. Its lock is the object itself; nothing of the caller's runs under it. */
final class StoredSession {

    private static final int FIRST_CLIENT_MESSAGES = 4;
    private static final int[] NO_SEQUENCES = {};

    private final String id;
    private final String owner;
    private final long epoch;

    private long newest = 1;
    private byte[] head;
    private long headVersion = 1;

    /** The entries behind the parked ones. */
    private EntryLog log = new EntryLog();

    private @Nullable ParkedEntries parked;

    /** How many bytes the parked entries take when they are not. */
    private int parkedBytes;

    /** At index {@code i} the sequence of client message {@code i + 1}. */
    private int[] clientSequences = NO_SEQUENCES;

    private int clientMessages;

    /** Null while attached. */
    private @Nullable Instant detachedAt;

    private @Nullable Instant expiresAt;
    private boolean gone;

    StoredSession(String id, String owner, long epoch, byte[] head) {
        this.id = id;
        this.owner = owner;
        this.epoch = epoch;
        this.head = head;
    }

    synchronized boolean isThere(Instant now) {
        return !gone && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Ends the session if its time has come; from then on every attachment is fenced. */
    synchronized boolean endIfExpired(Instant now) {
        if (isThere(now)) {
            return false;
        }
        gone = true;
        return true;
    }

    synchronized @Nullable SessionState state(Instant now) {
        return isThere(now) ? state() : null;
    }

    synchronized @Nullable Attached attach(Instant now) {
        if (!isThere(now)) {
            return null;
        }
        Instant since = detachedAt;
        newest++;
        detachedAt = null;
        expiresAt = null;
        return new Attached(new Attachment(id, epoch, newest), state(), since, parked);
    }

    synchronized AppendResult append(
            Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        requireNewest(attachment);
        if (clientMessageId > 0 && clientMessageId <= clientMessages) {
            return new AppendResult.Duplicate(clientSequences[(int) clientMessageId - 1]);
        }
        if (clientMessageId > clientMessages + 1L) {
            return new AppendResult.Gap(clientMessages + 1L);
        }
        int stored = parkedBytes + log.bytes();
        if (length > ContextStore.MAX_SESSION_BYTES - stored) {
            throw new IllegalArgumentException("the entries of session '" + id + "' would take "
                    + (stored + (long) length) + " bytes, at most " + ContextStore.MAX_SESSION_BYTES
                    + " are kept: begin a new session");
        }
        log.append(bytes, offset, length);
        int sequence = (int) lastSequence();
        if (clientMessageId > 0) {
            if (clientMessages == clientSequences.length) {
                int capacity = Math.max(FIRST_CLIENT_MESSAGES, clientMessages + (clientMessages >> 1));
                clientSequences = Arrays.copyOf(clientSequences, capacity);
            }
            clientSequences[clientMessages++] = sequence;
        }
        return new AppendResult.Stored(sequence);
    }

    synchronized void putHead(Attachment attachment, byte[] head) {
        requireNewest(attachment);
        this.head = head;
        headVersion++;
    }

    void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        EntryLog.View view;
        long base;
        synchronized (this) {
            requireNewest(attachment);
            base = parkedUpTo();
            if (after < base || after > upTo || upTo > lastSequence()) {
                throw new IllegalArgumentException("entries after " + after + " up to " + upTo
                        + " are asked for, there are those after " + base + " up to " + lastSequence()
                        + (base > 0 ? "; the ones before are parked" : ""));
            }
            view = log.view();
        }
        view.read((int) (after - base), (int) (upTo - base), maxBatchBytes, base + 1, sink);
    }

    int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        EntryLog.View view;
        long base;
        synchronized (this) {
            requireNewest(attachment);
            base = parkedUpTo();
            if (after < base || after > lastSequence()) {
                throw new IllegalArgumentException("entries after " + after + " are asked for, there are those after "
                        + base + " up to " + lastSequence() + (base > 0 ? "; the ones before are parked" : ""));
            }
            view = log.view();
        }
        int from = (int) (after - base);
        return from == view.count() ? 0 : view.readBatch(from, view.count(), maxBatchBytes, base + 1, sink) - from;
    }

    synchronized boolean detach(Attachment attachment, Instant at, Instant expiry) {
        if (!isNewest(attachment) || detachedAt != null) {
            return false;
        }
        detachedAt = at;
        expiresAt = expiry;
        log.trim();
        return true;
    }

    synchronized @Nullable Attachment ifDetachedSince(Instant since) {
        if (gone || parked != null || detachedAt == null || detachedAt.isAfter(since)) {
            return null;
        }
        return new Attachment(id, epoch, newest);
    }

    synchronized boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries entries) {
        if (!isNewest(attachment) || detachedAt == null || parked != null || headVersion != this.headVersion) {
            return false;
        }
        if (entries.upTo() < 0 || entries.upTo() > log.count()) {
            throw new IllegalArgumentException(
                    "entries up to " + entries.upTo() + " are to be parked, there are " + log.count());
        }
        EntryLog rest = log.from((int) entries.upTo());
        rest.trim();
        this.head = head;
        this.headVersion++;
        parked = entries;
        parkedBytes = log.bytes() - rest.bytes();
        log = rest;
        return true;
    }

    synchronized void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        requireNewest(attachment);
        if (parked == null) {
            throw new IllegalArgumentException(
                    lengths.length + " entries are to be put back, but session '" + id + "' is not parked");
        }
        long total = Arrays.stream(lengths).asLongStream().sum();
        int least = Arrays.stream(lengths).min().orElse(1);
        if (lengths.length != parked.upTo() || bytes.length != parkedBytes || total != bytes.length || least < 1) {
            throw new IllegalArgumentException(lengths.length + " entries of at least " + least + " and together "
                    + total + " bytes in an array of " + bytes.length + " are to be put back, but " + parked.upTo()
                    + " entries of at least 1 and together " + parkedBytes + " bytes are parked");
        }
        EntryLog whole = new EntryLog();
        int at = 0;
        for (int length : lengths) {
            whole.append(bytes, at, length);
            at += length;
        }
        log.copyTo(whole, 0);
        log = whole;
        parked = null;
        parkedBytes = 0;
    }

    private SessionState state() {
        return new SessionState(owner, epoch, lastSequence(), clientMessages, headVersion, head);
    }

    private long lastSequence() {
        return parkedUpTo() + log.count();
    }

    private long parkedUpTo() {
        return parked == null ? 0 : parked.upTo();
    }

    private boolean isNewest(Attachment attachment) {
        return !gone && attachment.epoch() == epoch && attachment.number() == newest;
    }

    private void requireNewest(Attachment attachment) {
        if (!isNewest(attachment)) {
            throw new FencedException(
                    attachment,
                    gone || attachment.epoch() != epoch ? "the session is gone" : "attachment " + newest + " has come");
        }
    }
}
