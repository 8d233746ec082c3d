package org.reprise.store.sqlite;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;

/**
 * All entries of sessions that were written to of late, in memory: a client that comes back soon is given them without the
 * file being read. Only of sessions that are read ahead as a whole. Used by who leads a group.
 */
final class RecentEntries {

    /** Of all sessions together. */
    private static final int MOST_BYTES = 16 << 20;

    /** What a session takes beside its bytes, roughly. */
    private static final int SESSION_BYTES = 512;

    private static final float USUAL_LOAD = 0.75f;

    private final Map<Long, Entries> sessions = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private long bytes;

    /** All entries of a session; null if they are not here. */
    @Nullable
    List<EntryBlock> of(StoredSession session) {
        Entries entries = sessions.get(session.number());
        return entries == null || entries.last != session.lastSequence() ? null : entries.blocks();
    }

    /** Keeps the entries of a session, which must be all, if there is room: what is only read pushes nothing out. */
    void offer(StoredSession session, List<EntryBlock> all) {
        if (bytes + session.entryBytes() <= MOST_BYTES) {
            keep(session, all);
        }
    }

    private void keep(StoredSession session, List<EntryBlock> all) {
        forget(session);
        Entries entries = new Entries(all);
        sessions.put(session.number(), entries);
        bytes += entries.bytes;
    }

    /** Keeps one more entry of a session whose others are here; {@code session} is as it was before. */
    void append(StoredSession session, byte[] entry) {
        if (session.lastSequence() == 0) {
            keep(session, List.of());
        }
        Entries entries = sessions.get(session.number());
        if (entries == null) {
            return;
        }
        if (entries.last != session.lastSequence()
                || session.entryBytes() + entry.length > ContextStore.READ_AHEAD_BYTES) {
            forget(session);
            return;
        }
        entries.append(entry);
        bytes += entry.length;
        makeRoom();
    }

    /** The session that was used last stays: one is by far not so large. */
    private void makeRoom() {
        for (Iterator<Entries> eldest = sessions.values().iterator(); bytes > MOST_BYTES; eldest.remove()) {
            bytes -= eldest.next().bytes;
        }
    }

    void forget(StoredSession session) {
        Entries entries = sessions.remove(session.number());
        bytes -= entries == null ? 0 : entries.bytes;
    }

    void forgetAll() {
        sessions.clear();
        bytes = 0;
    }

    /** Blocks, of which the last may be open yet. */
    private static final class Entries {
        private final List<EntryBlock> full;
        private @Nullable BlockBuilder open;
        private long last;
        private long bytes = SESSION_BYTES;

        Entries(List<EntryBlock> all) {
            full = new ArrayList<>(all);
            for (EntryBlock block : all) {
                last = block.lastSequence();
                bytes += block.bytes().length;
            }
        }

        void append(byte[] entry) {
            if (open == null) {
                open = reopened();
            }
            if (open.size() > 0 && entry.length > RowBuilder.ROW_BYTES - open.size()) {
                full.add(open.build());
                open = new BlockBuilder(last + 1);
            }
            open.add(entry, 0, entry.length);
            last++;
            bytes += entry.length;
        }

        /** What comes next goes to the last block, unless that is full enough. */
        private BlockBuilder reopened() {
            int behind = full.size() - 1;
            if (behind < 0 || full.get(behind).bytes().length > RowBuilder.ROW_BYTES / 2) {
                return new BlockBuilder(last + 1);
            }
            EntryBlock block = full.remove(behind);
            BlockBuilder reopened = new BlockBuilder(block.firstSequence());
            reopened.add(block);
            return reopened;
        }

        List<EntryBlock> blocks() {
            if (open != null) {
                full.add(open.build());
                open = null;
            }
            return List.copyOf(full);
        }
    }
}
