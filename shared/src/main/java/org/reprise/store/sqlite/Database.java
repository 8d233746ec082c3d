package org.reprise.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file: its lock, the connection that writes, and those that read. */
final class Database implements AutoCloseable {

    private static final int BUSY_MILLIS = 5_000;

    /** The log is copied into the file at 16 MiB: a page that has been changed many times by then is copied once. */
    private static final int CHECKPOINT_PAGES = 4_096;

    /** Those that this process has open. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** By the one name that it has however it was called. */
    private final Path file;

    private final String url;
    private final FileChannel lock;
    private final Attaches attaches;
    private final Arrivals arrivals;
    private final Writer writer;
    private final long run;
    private final Queue<Statements> readers = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private Database(Path file, String url, FileChannel lock, Durability durability, int arrivedBytes)
            throws SQLException {
        this.file = file;
        this.url = url;
        this.lock = lock;
        Connection connection = connect();
        try {
            Statements statements = new Statements(connection);
            // What has expired is not to be found in the file.
            statements.text("PRAGMA secure_delete = ON");
            Schema.prepare(connection, file);
            statements.text("PRAGMA journal_mode = WAL");
            statements.text("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            statements.run("BEGIN IMMEDIATE");
            statements.run("UPDATE run SET number = number + 1");
            this.run = statements.number("SELECT number FROM run");
            this.arrivals = Arrivals.open(statements, arrivedBytes);
            this.attaches = Attaches.open(file, run, statements);
            statements.run("COMMIT");
            this.writer = new Writer(statements, attaches, arrivals, durability);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static Database open(Path named, Durability durability, int arrivedBytes) {
        Path file = real(named);
        String url = url(file);
        FileChannel lock = lock(file);
        try {
            return new Database(file, url, lock, durability, arrivedBytes);
        } catch (SQLException e) {
            unlock(lock, file);
            throw failure(file, e);
        } catch (RuntimeException e) {
            unlock(lock, file);
            throw e;
        }
    }

    /** SQLite follows links, so what stands beside the file has to be found by every name of it. */
    private static Path real(Path named) {
        Path file = named.toAbsolutePath();
        try {
            return Files.exists(file)
                    ? file.toRealPath()
                    : file.getParent().toRealPath().resolve(file.getFileName());
        } catch (NoSuchFileException e) {
            throw new StoreException(
                    "'" + named + "' cannot be opened: the folder '" + file.getParent() + "' does not exist, create it",
                    e);
        } catch (IOException e) {
            throw new StoreException("'" + named + "' cannot be opened: " + e, e);
        }
    }

    /**
     * SQLite would let two processes write in turn, each with its own idea of who is attached. The lock file of a store of this
     * process is not touched: to close it once more would give the lock away.
     */
    private static FileChannel lock(Path file) {
        if (Files.isDirectory(file)) {
            throw new StoreException("'" + file + "' is a directory: name a file", null);
        }
        if (!OPEN.add(file)) {
            throw inUse(file);
        }
        try {
            return lockUnopened(file);
        } catch (RuntimeException e) {
            OPEN.remove(file);
            throw e;
        }
    }

    private static FileChannel lockUnopened(Path file) {
        try {
            FileChannel channel =
                    FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return channel;
            }
            channel.close();
            throw inUse(file);
        } catch (OverlappingFileLockException e) {
            throw inUse(file);
        } catch (IOException e) {
            throw new StoreException("'" + file + "' cannot be opened: no lock file beside it: " + e, e);
        }
    }

    private static StoreException inUse(Path file) {
        return new StoreException("'" + file + "' is in use by another process or store: stop it first", null);
    }

    private static void unlock(FileChannel lock, Path file) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("the lock of '" + file + "' cannot be given back: " + e, e);
        } finally {
            OPEN.remove(file);
        }
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // Nobody asks for them, and each insert would be followed by a query.
        config.setGetGeneratedKeys(false);
        return config.createConnection(url);
    }

    /**
     * By which the driver finds the file: some names that do not begin with a root mean something else to it.
     *
     * @throws StoreException if the driver would take a part of the name for options of its own
     */
    static String url(Path file) {
        Path path = file.toAbsolutePath();
        if (path.toString().indexOf('?') >= 0) {
            throw new StoreException(
                    "'" + file + "' cannot be opened: what stands behind '?' would be taken for options of"
                            + " SQLite's driver, name a file and folders without one",
                    null);
        }
        return "jdbc:sqlite:" + path;
    }

    Writer writer() {
        return writer;
    }

    Attaches attaches() {
        return attaches;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** The number of this opening of the file: higher than all before. */
    long run() {
        return run;
    }

    /** What a read does. */
    @FunctionalInterface
    interface Read<T> {
        T from(Statements statements) throws SQLException;
    }

    /** Reads one state of the file, whatever is written meanwhile. */
    <T> T read(Read<T> read) {
        if (closed) {
            throw closed();
        }
        try {
            Statements reader = readers.poll();
            if (reader == null) {
                reader = new Statements(connect());
            }
            try {
                return read(reader, read);
            } finally {
                giveBack(reader);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static <T> T read(Statements reader, Read<T> read) throws SQLException {
        reader.run("BEGIN");
        T found;
        try {
            found = read.from(reader);
        } catch (SQLException e) {
            reader.rollBack();
            throw e;
        } catch (RuntimeException | Error e) {
            reader.run("COMMIT");
            throw e;
        }
        reader.run("COMMIT");
        return found;
    }

    private void giveBack(Statements reader) throws SQLException {
        readers.add(reader);
        if (closed) {
            closeReaders();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the store in '" + file + "' has been closed");
    }

    RuntimeException failure(SQLException e) {
        return closed ? closed() : failure(file, e);
    }

    private static StoreException failure(Path file, SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException specific ? specific.getResultCode() : null;
        if (code == SQLiteErrorCode.SQLITE_NOTADB) {
            return new StoreException("'" + file + "' is not an SQLite database: name another file", e);
        }
        if (code != null && code.name().startsWith("SQLITE_CORRUPT")) {
            return new StoreException("'" + file + "' is damaged: " + e.getMessage() + ": restore a copy of it", e);
        }
        return new StoreUnavailableException("'" + file + "' cannot be used now: " + e.getMessage(), e);
    }

    boolean isClosed() {
        return closed;
    }

    private void closeReaders() throws SQLException {
        for (Statements reader = readers.poll(); reader != null; reader = readers.poll()) {
            reader.close();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeReaders();
            writer.close();
            attaches.close();
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            unlock(lock, file);
        }
    }
}
