package org.reprise.store.uri;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reprise.store.ContextStore;
import org.reprise.store.Revocations;
import org.reprise.store.StoreException;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.store.memory.MemoryStore;
import org.reprise.store.redis.RedisRevocations;
import org.reprise.store.redis.RedisStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.sqlite.SqliteRevocations;
import org.reprise.store.sqlite.SqliteStore;

/** Opens stores by their URIs. */
public final class Stores {

    /** The store in memory. */
    public static final String MEMORY = "memory:";

    private static final String SQLITE = "sqlite:";
    private static final String DURABILITY = "?durability=";
    private static final Pattern REDIS = Pattern.compile("redis(s?)(-cluster)?://(.*@)?([^/?]*)(.*)");
    private static final String HOST = "[^:,]+|\\[?[0-9a-fA-F.]*:.*:.*";
    private static final String KNOWN = "known are " + MEMORY + ", " + SQLITE + "FILE[" + DURABILITY
            + "full|normal], redis[s]://[[USER:]PASSWORD@]HOST[:PORT][/DATABASE] and"
            + " redis[s]-cluster://[[USER:]PASSWORD@]HOST[:PORT][,HOST[:PORT]]";

    private Stores() {}

    /**
     * Opens a store: {@code memory:} for a new one in memory, {@code sqlite:FILE} for one in a file, with
     * {@code ?durability=normal} behind it for what a loss of power may take, {@code redis://HOST:PORT} for one in Redis or
     * Valkey, {@code redis-cluster://HOST:PORT,HOST:PORT} for one in a cluster. With {@code rediss} the connection is
     * encrypted, and the server's certificate has to be one that the JVM trusts.
     *
     * <p>A user and a password stand before the host, percent-encoded where they hold reserved characters. No error shows
     * them.
     *
     * @throws IllegalArgumentException if the URI names no store
     * @throws StoreException if the store that it names cannot be opened
     */
    public static ContextStore open(String uri) {
        if (uri.equals(MEMORY)) {
            return new MemoryStore();
        }
        if (isSqlite(uri)) {
            return SqliteStore.open(Path.of(sqliteFile(uri)), sqliteDurability(uri));
        }
        Redis redis = redis(uri);
        return redis.isCluster ? RedisStore.onCluster(redis.servers) : RedisStore.onServer(redis.servers.get(0));
    }

    /**
     * Opens the revocations beside a store: with Redis all processes know them, with SQLite, where they are in a file of the
     * same name with {@code -revocations} behind it, the next process does, and in memory they end with this process.
     *
     * @param uri of the store, as {@link #open} takes it
     * @param clock tells which tokens have ended
     * @throws IllegalArgumentException if the URI names no store
     * @throws StoreException if they cannot be opened
     */
    public static Revocations openRevocations(String uri, InstantSource clock) {
        if (uri.equals(MEMORY)) {
            return new MemoryRevocations(clock);
        }
        if (isSqlite(uri)) {
            return SqliteRevocations.open(Path.of(sqliteFile(uri) + "-revocations"), clock);
        }
        Redis redis = redis(uri);
        return redis.isCluster
                ? RedisRevocations.onCluster(redis.servers, clock)
                : RedisRevocations.onServer(redis.servers.get(0), clock);
    }

    /** A URI as it may be shown: without user and password, even if it is not written as it should be. */
    public static String withoutPassword(String uri) {
        return uri.startsWith(SQLITE) ? uri : uri.replaceFirst("(?s)(//|:/*).*@", "$1…@");
    }

    /** The Redis servers that a URI names: one, unless it names a cluster. */
    private record Redis(boolean isCluster, List<RedisURI> servers) {}

    private static Redis redis(String named) {
        String shown = withoutPassword(named);
        Matcher uri = REDIS.matcher(named);
        if (!uri.matches()) {
            throw new IllegalArgumentException("store '" + shown + "' is not known, " + KNOWN);
        }
        String scheme = "redis" + uri.group(1) + "://";
        String user = uri.group(3) == null ? "" : uri.group(3);
        if (uri.group(2) == null) {
            return new Redis(false, List.of(server(scheme + user + uri.group(4) + uri.group(5), shown)));
        }
        List<RedisURI> nodes = Arrays.stream(uri.group(4).split(",", -1))
                .map(node -> server(scheme + user + node + uri.group(5), shown))
                .toList();
        if (nodes.get(0).getDatabase() != 0) {
            throw new IllegalArgumentException(
                    "store '" + shown + "' has database " + nodes.get(0).getDatabase() + ", a cluster has 0 only");
        }
        return new Redis(true, nodes);
    }

    /** The parser's own errors may show the password, so that they are not passed on. */
    private static RedisURI server(String uri, String shown) {
        RedisURI parsed;
        try {
            parsed = RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            throw malformed(shown);
        }
        if (!parsed.getHost().matches(HOST)) {
            throw malformed(shown);
        }
        return parsed;
    }

    private static IllegalArgumentException malformed(String shown) {
        return new IllegalArgumentException(
                "store '" + shown + "' cannot be parsed, is all of it percent-encoded? " + KNOWN);
    }

    private static boolean isSqlite(String uri) {
        return uri.startsWith(SQLITE) && uri.length() > SQLITE.length();
    }

    private static String sqliteFile(String uri) {
        int options = uri.indexOf(DURABILITY, SQLITE.length());
        String file = uri.substring(SQLITE.length(), options < 0 ? uri.length() : options);
        if (file.indexOf('?') >= 0) {
            throw new IllegalArgumentException("store '" + uri + "' has options that are not known, " + KNOWN);
        }
        return file;
    }

    private static Durability sqliteDurability(String uri) {
        int options = uri.indexOf(DURABILITY, SQLITE.length());
        if (options < 0) {
            return Durability.FULL;
        }
        String word = uri.substring(options + DURABILITY.length());
        for (Durability durability : Durability.values()) {
            if (durability.name().toLowerCase(Locale.ROOT).equals(word)) {
                return durability;
            }
        }
        throw new IllegalArgumentException(
                "store '" + uri + "' has the durability '" + word + "', known are full and normal");
    }
}
