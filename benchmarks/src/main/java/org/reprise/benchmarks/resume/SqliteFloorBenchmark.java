package org.reprise.benchmarks.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.SessionContext;
import org.sqlite.SQLiteConfig;

/**
 * What can a restore from an SQLite file and an append to it not be faster than?
 *
 * <p>{@code get} reads the bytes of a whole context as one value, {@code getAndCommit} does so in a transaction that also
 * changes one small row and does not wait for the disk, as a restore has to; {@code insert} is a transaction that waits for
 * the disk and inserts one entry of a conversation, {@code insertSixtyFour} one that inserts sixty-four; {@code force} writes the
 * bytes of one entry to a file without SQLite and waits for the disk. All on one thread, through the driver that the store uses. Not
 * measured: anything of ours.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class SqliteFloorBenchmark {

    private static final int MANY = 64;

    /** Beyond it a file is written from its beginning again, as a write-ahead log is. */
    private static final int FORCED_BYTES = 4 << 20;

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private Connection connection;
    private Statement control;
    private PreparedStatement get;
    private PreparedStatement update;
    private PreparedStatement insert;
    private FileChannel file;
    private List<byte[]> entries;
    private int written;
    private boolean waits;

    /** Writes the bytes, and proves that they come back. */
    @Setup
    public void prepare() throws SQLException, IOException {
        BinaryCodec codec = new BinaryCodec();
        SessionContext context = size.of(corpus);
        byte[] encoded = codec.encode(context);
        entries = GroupCommitBenchmark.entries(corpus);
        Path path = SqliteFile.create();
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        connection = config.createConnection("jdbc:sqlite:" + path);
        control = connection.createStatement();
        control.execute("PRAGMA journal_mode = WAL");
        control.execute("CREATE TABLE context (bytes BLOB)");
        control.execute("CREATE TABLE counter (number INTEGER)");
        control.execute("CREATE TABLE entry (key INTEGER PRIMARY KEY, bytes BLOB)");
        control.execute("INSERT INTO counter VALUES (0)");
        try (PreparedStatement put = connection.prepareStatement("INSERT INTO context VALUES (?)")) {
            put.setBytes(1, encoded);
            put.executeUpdate();
        }
        get = connection.prepareStatement("SELECT bytes FROM context");
        update = connection.prepareStatement("UPDATE counter SET number = number + 1");
        insert = connection.prepareStatement("INSERT INTO entry (bytes) VALUES (?)");
        control.execute("PRAGMA synchronous = FULL");
        waits = true;
        file = FileChannel.open(
                path.resolveSibling("sessions.db.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!Arrays.equals(encoded, get()) || !Arrays.equals(encoded, getAndCommit()) || insertSixtyFour() != MANY) {
            throw new IllegalStateException("the file did not give back what was written");
        }
    }

    /** Lets go of the file. */
    @TearDown
    public void close() throws SQLException, IOException {
        connection.close();
        file.close();
    }

    /** All bytes of a context, as one value. */
    @Benchmark
    public byte[] get() throws SQLException {
        try (ResultSet row = get.executeQuery()) {
            return row.getBytes(1);
        }
    }

    /** All bytes of a context, in a transaction that changes a row. */
    @Benchmark
    public byte[] getAndCommit() throws SQLException {
        begin(false);
        update.executeUpdate();
        byte[] bytes = get();
        control.execute("COMMIT");
        return bytes;
    }

    /** One entry, on the disk. */
    @Benchmark
    public int insert() throws SQLException {
        return insert(1);
    }

    /** Sixty-four entries, on the disk together. */
    @Benchmark
    public int insertSixtyFour() throws SQLException {
        return insert(MANY);
    }

    private int insert(int entries) throws SQLException {
        begin(true);
        int inserted = 0;
        for (int i = 0; i < entries; i++) {
            insert.setBytes(1, entry());
            inserted += insert.executeUpdate();
        }
        control.execute("COMMIT");
        return inserted;
    }

    /** The bytes of one entry, on the disk, without SQLite. */
    @Benchmark
    public long force() throws IOException {
        if (file.position() > FORCED_BYTES) {
            file.position(0);
        }
        file.write(ByteBuffer.wrap(entry()));
        file.force(false);
        return file.position();
    }

    private byte[] entry() {
        return entries.get(written++ % entries.size());
    }

    private void begin(boolean waiting) throws SQLException {
        if (waiting != waits) {
            control.execute("PRAGMA synchronous = " + (waiting ? "FULL" : "NORMAL"));
            waits = waiting;
        }
        control.execute("BEGIN IMMEDIATE");
    }
}
