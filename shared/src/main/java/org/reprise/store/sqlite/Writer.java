package org.reprise.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;

/** The one connection that writes. Used by who leads a group. */
final class Writer implements AutoCloseable {

    private final Statements statements;
    private final Durability durability;
    private boolean synced;

    Writer(Statements statements, Durability durability) throws SQLException {
        this.statements = statements;
        this.durability = durability;
        this.synced = true;
        statements.run("PRAGMA synchronous = FULL");
    }

    Statements statements() {
        return statements;
    }

    /** Begins a transaction, of which the disk must have all when it is committed, or need not. */
    void begin(boolean durably) throws SQLException {
        boolean now = durably && durability == Durability.FULL;
        if (now != synced) {
            statements.run("PRAGMA synchronous = " + (now ? "FULL" : "NORMAL"));
            synced = now;
        }
        statements.run("BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        statements.run("COMMIT");
    }

    void rollBack() {
        statements.forget();
        try {
            statements.run("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    StoredSession requireNewest(Attachment attachment) throws SQLException {
        return statements
                .session(attachment.sessionId())
                .orElseThrow(() -> new FencedException(attachment, "the session is gone"))
                .requireNewest(attachment);
    }

    @Nullable
    StoredSession ifNewest(Attachment attachment) throws SQLException {
        return statements
                .session(attachment.sessionId())
                .filter(session -> session.isNewest(attachment))
                .orElse(null);
    }

    /** Removes a session with all that is its. */
    void remove(long number) throws SQLException {
        long first = number << 32;
        long last = first | 0xFFFF_FFFFL;
        statements.run("DELETE FROM entry WHERE key BETWEEN ? AND ?", first, last);
        statements.run("DELETE FROM client_message WHERE key BETWEEN ? AND ?", first, last);
        statements.run("DELETE FROM parked WHERE session = ?", number);
        statements.run("DELETE FROM head WHERE session = ?", number);
        statements.run("DELETE FROM session WHERE number = ?", number);
    }

    /** Makes the file shorter by what is free. */
    void giveBackPages() throws SQLException {
        statements.text("PRAGMA incremental_vacuum");
    }

    void putHead(StoredSession session, byte[] head) throws SQLException {
        statements.run("INSERT OR REPLACE INTO head VALUES (?, ?)", session.number(), head);
        statements.run("UPDATE session SET head_version = head_version + 1 WHERE number = ?", session.number());
    }

    void insertEntry(StoredSession session, long sequence, byte[] bytes) throws SQLException {
        statements.run("INSERT INTO entry VALUES (?, ?)", session.key(sequence), bytes);
    }

    void detach(StoredSession session, Instant detachedAt, Instant expiresAt) throws SQLException {
        statements.run(
                "UPDATE session SET detached_at = ?, detached_nano = ?, expires_at = ?, expires_nano = ?"
                        + " WHERE number = ?",
                detachedAt.getEpochSecond(),
                detachedAt.getNano(),
                expiresAt.getEpochSecond(),
                expiresAt.getNano(),
                session.number());
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
