package org.reprise.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.reprise.store.Revocations;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.memory.MemoryRevocations;
import org.sqlite.SQLiteConfig;

/**
 * Revocations in an SQLite file, for one process at a time: whoever opens it knows what was revoked before. One that has
 * returned is on the disk. They are all held in memory too, so that asking never waits for the disk.
 */
public final class SqliteRevocations implements Revocations {

    private static final int BUSY_MILLIS = 5_000;

    private final Path file;
    private final InstantSource clock;
    private final MemoryRevocations known;
    private final Connection connection;

    private SqliteRevocations(Path file, InstantSource clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.known = new MemoryRevocations(clock);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        this.connection = config.createConnection(Database.url(file));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS revocation (token TEXT PRIMARY KEY,"
                    + " seconds INTEGER NOT NULL, nano INTEGER NOT NULL) WITHOUT ROWID");
            try (ResultSet row = statement.executeQuery("SELECT token, seconds, nano FROM revocation")) {
                while (row.next()) {
                    known.revoke(row.getString(1), Instant.ofEpochSecond(row.getLong(2), row.getLong(3)));
                }
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Those in {@code file}, which is made if it is not there.
     *
     * @throws StoreException if it cannot be opened
     */
    public static SqliteRevocations open(Path file, InstantSource clock) {
        try {
            return new SqliteRevocations(file, clock);
        } catch (SQLException e) {
            throw new StoreException("revocations in '" + file + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void revoke(String tokenId, Instant expiresAt) {
        try (PreparedStatement ended = connection.prepareStatement("DELETE FROM revocation WHERE seconds < ?");
                PreparedStatement added =
                        connection.prepareStatement("INSERT OR IGNORE INTO revocation VALUES (?, ?, ?)")) {
            ended.setLong(1, clock.instant().getEpochSecond());
            ended.executeUpdate();
            added.setString(1, tokenId);
            added.setLong(2, expiresAt.getEpochSecond());
            added.setInt(3, expiresAt.getNano());
            added.executeUpdate();
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "revocations in '" + file + "' cannot be used now: " + e.getMessage(), e);
        }
        known.revoke(tokenId, expiresAt);
    }

    @Override
    public boolean isRevoked(String tokenId) {
        return known.isRevoked(tokenId);
    }

    @Override
    public Set<String> revoked(Set<String> tokenIds) {
        return known.revoked(tokenIds);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("revocations in '" + file + "' cannot be closed: " + e.getMessage(), e);
        }
    }
}
