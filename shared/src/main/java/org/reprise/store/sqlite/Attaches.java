package org.reprise.store.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.reprise.store.StoreUnavailableException;

/**
 * The attaches that no transaction has written yet. They are noted in a file beside the database: what one of them said
 * survives the end of the process, as a commit without waiting for the disk does, for a tenth of its price. The next
 * transaction that is committed writes them all.
 *
 * <p>Notes are written by who leads a group, and read by everybody.
 */
final class Attaches implements AutoCloseable {

    /** As many as one transaction may write without keeping others waiting. */
    private static final int MOST = 64;

    /** A power of two, so that no note lies on two pages and each is written as a whole: run, session, attachment. */
    private static final int NOTE_BYTES = 32;

    /** An attach: the newest of a session, and where it is noted. */
    private record Note(long session, long newest, int place) {}

    private final Path path;
    private final RandomAccessFile file;
    private final long run;
    private final Map<String, Note> notes = new ConcurrentHashMap<>();

    private Attaches(Path path, long run) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.run = run;
    }

    /** Writes what the run before has noted in the open transaction, and notes for {@code run}, the one that has begun. */
    static Attaches open(Path database, long run, Statements statements) throws SQLException {
        Path path = Path.of(database + "-attached");
        try {
            if (Files.exists(path)) {
                ByteBuffer noted = ByteBuffer.wrap(Files.readAllBytes(path));
                for (; noted.remaining() >= NOTE_BYTES; noted.position(noted.position() + NOTE_BYTES)) {
                    int at = noted.position();
                    if (noted.getLong(at) == run - 1) {
                        write(statements, noted.getLong(at + 8), noted.getLong(at + 16), run - 1);
                    }
                }
            }
            return new Attaches(path, run);
        } catch (IOException e) {
            throw unavailable(path, e);
        }
    }

    /** A note that was written already, and what came after it, stay as they are. */
    private static void write(Statements statements, long session, long newest, long run) throws SQLException {
        statements.run(
                "UPDATE session SET attachment = ?, run = ?, detached_at = NULL, expires_at = NULL"
                        + " WHERE number = ? AND attachment < ?",
                newest,
                run,
                session,
                newest);
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    boolean isFull() {
        return notes.size() >= MOST;
    }

    /** Notes an attach. */
    void note(StoredSession attached) {
        Note before = notes.get(attached.id());
        Note note = new Note(attached.number(), attached.newest(), before == null ? notes.size() : before.place());
        byte[] bytes = ByteBuffer.allocate(NOTE_BYTES)
                .putLong(run)
                .putLong(note.session())
                .putLong(note.newest())
                .array();
        try {
            file.seek((long) note.place() * NOTE_BYTES);
            file.write(bytes);
        } catch (IOException e) {
            throw unavailable(path, e);
        }
        notes.put(attached.id(), note);
    }

    /** A session as its row and what is noted have it. */
    Optional<StoredSession> session(Statements statements, String id) throws SQLException {
        // The note before the row: once a note is gone, the row has it.
        Note note = notes.get(id);
        Optional<StoredSession> session = statements.session(id);
        return note == null ? session : session.map(row -> row.number() == note.session() ? over(row, note) : row);
    }

    private StoredSession over(StoredSession row, Note note) {
        return row.newest() < note.newest() ? row.attached(note.newest(), run) : row;
    }

    /** Writes all that is noted in the open transaction. */
    void write(Statements statements) throws SQLException {
        for (Note note : notes.values()) {
            write(statements, note.session(), note.newest(), run);
        }
    }

    /** Forgets what has been written, when that is committed. */
    void forget() {
        notes.clear();
    }

    private static StoreUnavailableException unavailable(Path path, IOException e) {
        return new StoreUnavailableException("'" + path + "' cannot be used now: " + e, e);
    }

    /** Lets go of the file, which is left if it has notes that could not be written. */
    @Override
    public void close() {
        try {
            file.close();
            if (notes.isEmpty()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw unavailable(path, e);
        }
    }
}
