package org.reprise.stress.mutant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.EntrySink;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;

/** Another store, with something done otherwise by who extends it. */
class StoreOver implements ContextStore {

    final ContextStore store;

    StoreOver(ContextStore store) {
        this.store = store;
    }

    @Override
    public Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now) {
        return store.open(sessionId, owner, epoch, head, now);
    }

    @Override
    public Optional<SessionState> state(String sessionId, Instant now) {
        return store.state(sessionId, now);
    }

    @Override
    public Optional<Attached> attach(String sessionId, Instant now) {
        return store.attach(sessionId, now);
    }

    @Override
    public AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        return store.append(attachment, clientMessageId, bytes, offset, length);
    }

    @Override
    public void putHead(Attachment attachment, byte[] head) {
        store.putHead(attachment, head);
    }

    @Override
    public void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        store.read(attachment, after, upTo, maxBatchBytes, sink);
    }

    @Override
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        return store.readBatch(attachment, after, maxBatchBytes, sink);
    }

    @Override
    public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
        return store.detach(attachment, detachedAt, expiresAt);
    }

    @Override
    public List<Attachment> detachedSince(Instant since, int most) {
        return store.detachedSince(since, most);
    }

    @Override
    public List<Attachment> abandoned(int most) {
        return store.abandoned(most);
    }

    @Override
    public boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked) {
        return store.park(attachment, headVersion, head, parked);
    }

    @Override
    public void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        store.unpark(attachment, bytes, lengths);
    }

    @Override
    public List<String> expire(Instant now) {
        return store.expire(now);
    }

    @Override
    public void remove(String sessionId) {
        store.remove(sessionId);
    }

    @Override
    public long sessions() {
        return store.sessions();
    }

    @Override
    public void close() {
        store.close();
    }
}
