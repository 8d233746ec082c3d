package org.reprise.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reprise.store.StoreException;

/** A connection with its prepared statements, by their text. For one thread at a time. */
final class Statements implements AutoCloseable {

    private static final String SESSION = "SELECT number, id, owner, epoch, attachment, run, head_version, detached_at,"
            + " detached_nano, expires_at, expires_nano, parked_up_to, parked_bytes, parked_client_message, folded_up_to,"
            + " key, last_client_message, session_bytes FROM session LEFT JOIN entry ON key ="
            + " (SELECT max(key) FROM entry WHERE key BETWEEN number << 32 AND number << 32 | 4294967295) WHERE id = ?";

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** A statement with its parameters set. */
    PreparedStatement of(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** Executes a statement, and answers how many rows it changed. */
    int run(String sql, @Nullable Object... parameters) throws SQLException {
        return of(sql, parameters).executeUpdate();
    }

    /** Executes a statement that answers one row with one number. */
    long number(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = of(sql, parameters).executeQuery()) {
            return row.getLong(1);
        }
    }

    /** The bytes that a statement answers, in one row; null if there is none. */
    byte @Nullable [] bytes(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = of(sql, parameters).executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    /** The text that a statement answers; null if there is none. */
    @Nullable
    String string(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = of(sql, parameters).executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Executes a statement that may answer rows, which are read and passed over. */
    void text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        // Some statements act as their rows are read.
                    }
                }
            }
        }
    }

    Optional<StoredSession> session(String id) throws SQLException {
        if (!isText(id)) {
            return Optional.empty();
        }
        try (ResultSet row = of(SESSION, id).executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            long parkedUpTo = row.getLong(12);
            boolean parked = !row.wasNull();
            long parkedBytes = row.getLong(13);
            long parkedClientMessageId = row.getLong(14);
            long lastKey = row.getLong(16);
            boolean hasEntries = !row.wasNull();
            return Optional.of(new StoredSession(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    hasEntries ? StoredSession.sequence(lastKey) : parkedUpTo,
                    hasEntries ? row.getLong(17) : parkedClientMessageId,
                    hasEntries ? row.getLong(18) : parkedBytes,
                    time(row, 8),
                    time(row, 10),
                    parked ? parkedUpTo : null,
                    parkedBytes,
                    parkedClientMessageId,
                    row.getLong(15)));
        }
    }

    /** Whether a text is kept as it is: half a surrogate pair would be kept as a question mark. */
    static boolean isText(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    byte[] head(StoredSession session) throws SQLException {
        byte[] head = bytes("SELECT bytes FROM head WHERE session = ?", session.number());
        if (head == null) {
            throw new StoreException(
                    "session '" + session.id() + "' has no head: the file is damaged, restore a copy of it", null);
        }
        return head;
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochSecond(seconds, row.getInt(column + 1));
    }

    /** Rolls the open transaction back, and prepares all statements anew: one that has failed may be unfit for use. */
    void rollBack() {
        forget();
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full or fails.
        }
    }

    private void forget() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // It is of no more use either way.
            }
        }
        prepared.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
