package org.reprise.benchmarks.footprint;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reprise.benchmarks.resume.MeasuredRedis;
import org.reprise.benchmarks.resume.SqliteFile;
import org.reprise.store.ContextStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.sqlite.SqliteStore;
import org.reprise.store.uri.Stores;

/** Measures what is added to stores outside of the heap. */
final class StoreBytes {

    private static final int SCANNED_AT_ONCE = 1_000;

    private StoreBytes() {}

    /** The bytes of the pages of a new file that are in use, beyond those of an empty one. */
    static double inSqlite(Consumer<ContextStore> filling) {
        Path file = SqliteFile.create();
        SqliteStore.open(file, Durability.NORMAL).close();
        long empty = used(file);
        try (ContextStore store = SqliteStore.open(file, Durability.NORMAL)) {
            filling.accept(store);
        }
        return used(file) - empty;
    }

    private static long used(Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            long pages = number(statement, "page_count") - number(statement, "freelist_count");
            return pages * number(statement, "page_size");
        } catch (SQLException e) {
            throw new IllegalStateException("the pages of " + file + " cannot be counted", e);
        }
    }

    private static long number(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The bytes of the keys that were added, by the server's own count; the indexes of all sessions not included. */
    static double inRedis(Consumer<ContextStore> filling, Consumer<ContextStore> emptying) {
        RedisClient client = RedisClient.create(MeasuredRedis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect();
                ContextStore store = Stores.open(MeasuredRedis.uri())) {
            RedisCommands<String, String> redis = connection.sync();
            // A run that was stopped may have left them there: they would not count as added.
            emptying.accept(store);
            Set<String> before = keys(redis);
            try {
                filling.accept(store);
                Set<String> added = keys(redis);
                added.removeAll(before);
                long bytes = 0;
                for (String key : added) {
                    bytes += redis.memoryUsage(key);
                }
                return bytes;
            } finally {
                emptying.accept(store);
            }
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    private static Set<String> keys(RedisCommands<String, String> redis) {
        Set<String> keys = new HashSet<>();
        ScanArgs sessions = ScanArgs.Builder.matches("reprise:*{*").limit(SCANNED_AT_ONCE);
        KeyScanCursor<String> page = redis.scan(ScanCursor.INITIAL, sessions);
        keys.addAll(page.getKeys());
        while (!page.isFinished()) {
            page = redis.scan(page, sessions);
            keys.addAll(page.getKeys());
        }
        return keys;
    }
}
