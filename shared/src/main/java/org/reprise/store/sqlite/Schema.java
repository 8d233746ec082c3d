package org.reprise.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.reprise.store.StoreException;

/**
 * The tables, and how a file is told from another's.
 *
 * <p>A transaction writes all entries that it appends to one row of {@code arrived}, whatever their sessions, and nothing else:
 * {@code entries} tells of each, in 28 bytes, its key, its client message or 0, the highest client message and the bytes of its
 * session up to there, and where it ends in {@code bytes}. When much has arrived, it is moved to {@code entry}, all at once.
 *
 * <p>Entries and client messages have one number for their key, the session's in the upper half and their own in the lower:
 * so the entries of a session lie beside one another. A row of {@code entry} holds entries that follow one another: its key is
 * the last one's, {@code ends} tells where each ends, or is null if there is one, {@code said} which client message each is, or
 * is null if there are none; and the row says how many bytes, and which client message at the most, the session has up to there.
 * Rows up to {@code folded_up_to} are full. The client messages of entries that are parked, or were, or came before
 * {@code said}, stand in {@code client_message}. Heads and parked entries are apart from the sessions, whose rows change at
 * every attach. Times are seconds of the Unix epoch, and the nanoseconds of the second.
 */
final class Schema {

    /** "RPRS". */
    static final int APPLICATION_ID = 0x52505253;

    static final int VERSION = 3;

    /** The statements that lead from each version to the next; an empty file has version 0. */
    private static final List<List<String>> STEPS = List.of(
            List.of(
                    "PRAGMA application_id = " + APPLICATION_ID,
                    "CREATE TABLE run (number INTEGER NOT NULL)",
                    "INSERT INTO run VALUES (0)",
                    "CREATE TABLE session (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,"
                            + " epoch INTEGER NOT NULL, attachment INTEGER NOT NULL, run INTEGER NOT NULL,"
                            + " head_version INTEGER NOT NULL, last_sequence INTEGER NOT NULL,"
                            + " last_client_message INTEGER NOT NULL, entry_bytes INTEGER NOT NULL,"
                            + " detached_at INTEGER, detached_nano INTEGER, expires_at INTEGER, expires_nano INTEGER, parked_up_to INTEGER, parked_bytes INTEGER NOT NULL)",
                    "CREATE INDEX session_detached ON session (detached_at, detached_nano)"
                            + " WHERE detached_at IS NOT NULL AND parked_up_to IS NULL",
                    "CREATE INDEX session_expiring ON session (expires_at, expires_nano) WHERE expires_at IS NOT NULL",
                    "CREATE INDEX session_attached ON session (run) WHERE detached_at IS NULL",
                    "CREATE TABLE head (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                    "CREATE TABLE parked (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                    "CREATE TABLE entry (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                    "CREATE TABLE client_message (key INTEGER PRIMARY KEY, sequence INTEGER NOT NULL)"),
            List.of(
                    "ALTER TABLE session ADD COLUMN parked_client_message INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE session ADD COLUMN folded_up_to INTEGER NOT NULL DEFAULT 0",
                    "UPDATE session SET parked_client_message = (SELECT coalesce(max(key & 4294967295), 0) FROM client_message"
                            + " WHERE key BETWEEN number << 32 AND number << 32 | 4294967295 AND sequence <= parked_up_to),"
                            + " folded_up_to = parked_up_to"
                            + " WHERE parked_up_to IS NOT NULL",
                    "ALTER TABLE entry RENAME TO former_entry",
                    "CREATE TABLE entry (key INTEGER PRIMARY KEY, last_client_message INTEGER NOT NULL,"
                            + " session_bytes INTEGER NOT NULL, ends BLOB, bytes BLOB NOT NULL)",
                    "INSERT INTO entry SELECT former_entry.key, max(parked_client_message, coalesce(max(said.id) OVER earlier, 0)),"
                            + " parked_bytes + sum(length(bytes)) OVER earlier, NULL, bytes FROM former_entry"
                            + " JOIN session ON number = former_entry.key >> 32 LEFT JOIN (SELECT key & 4294967295 AS id,"
                            + " (key >> 32) << 32 | sequence AS entry FROM client_message) AS said ON said.entry = former_entry.key"
                            + " WINDOW earlier AS (PARTITION BY former_entry.key >> 32 ORDER BY former_entry.key)",
                    "DROP TABLE former_entry",
                    "ALTER TABLE session DROP COLUMN last_sequence",
                    "ALTER TABLE session DROP COLUMN last_client_message",
                    "ALTER TABLE session DROP COLUMN entry_bytes"),
            List.of(
                    "CREATE TABLE arrived (number INTEGER PRIMARY KEY, entries BLOB NOT NULL, bytes BLOB NOT NULL)",
                    "INSERT OR IGNORE INTO client_message SELECT key >> 32 << 32 | last_client_message, min(key) & 4294967295"
                            + " FROM entry JOIN session ON number = key >> 32"
                            + " WHERE key & 4294967295 > folded_up_to AND last_client_message > 0"
                            + " GROUP BY key >> 32, last_client_message",
                    "ALTER TABLE entry ADD COLUMN said BLOB"));

    private Schema() {}

    /**
     * Makes the tables in an empty file, or brings those of an older version up to date.
     *
     * @throws StoreException if the file is another program's, or of a newer version; nothing has been changed
     */
    static void prepare(Connection connection, Path file) throws SQLException {
        int version = pragma(connection, "user_version");
        int application = pragma(connection, "application_id");
        boolean empty = version == 0 && application == 0 && pragma(connection, "schema_version") == 0;
        if (!empty && application != APPLICATION_ID) {
            throw new StoreException(
                    "'" + file + "' is a database of another program, application id " + application + ", expected "
                            + APPLICATION_ID + ": name another file",
                    null);
        }
        if (version > VERSION) {
            throw new StoreException(
                    "'" + file + "' has schema version " + version + ", this program knows versions up to " + VERSION
                            + ": use a newer program",
                    null);
        }
        if (version == VERSION) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (empty) {
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("BEGIN IMMEDIATE");
            for (List<String> step : STEPS.subList(version, VERSION)) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + VERSION);
            statement.execute("COMMIT");
        }
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.getInt(1);
        }
    }
}
