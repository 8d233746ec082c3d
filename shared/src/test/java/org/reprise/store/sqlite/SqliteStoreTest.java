package org.reprise.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.ParkedEntries;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;

/** What the file adds to the contract: that it outlives the process, and that nothing is lost to what is wrong with it. */
class SqliteStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(300);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("sessions.db");
    }

    @ParameterizedTest
    @EnumSource
    void reopenedFile_hasEverySessionAsItWas(Durability durability) {
        try (ContextStore store = SqliteStore.open(file, durability)) {
            Attachment hot = open(store, "hot");
            append(store, hot, 1, "one");
            append(store, hot, 0, "two");
            store.putHead(hot, bytes("second head"));
            store.detach(hot, NOW, EXPIRY);
            Attachment parked = open(store, "parked");
            append(store, parked, 1, "three");
            store.detach(parked, NOW, EXPIRY);
            store.park(parked, 1, bytes("less"), new ParkedEntries(1, bytes("packed")));
        }

        try (ContextStore store = SqliteStore.open(file, durability)) {
            assertThat(store.sessions()).isEqualTo(2);
            Attached hot = store.attach("hot", NOW).orElseThrow();
            assertThat(hot.attachment().number()).isEqualTo(2);
            assertThat(hot.detachedAt()).isEqualTo(NOW);
            assertThat(hot.state().head()).isEqualTo(bytes("second head"));
            assertThat(entries(store, hot.attachment())).containsExactly("one", "two");
            assertThat(append(store, hot.attachment(), 1, "again")).isEqualTo(new AppendResult.Duplicate(1));
            Attached parked = store.attach("parked", NOW).orElseThrow();
            assertThat(parked.parked()).isNotNull();
            assertThat(parked.parked().bytes()).isEqualTo(bytes("packed"));
            assertThat(store.attach("hot", EXPIRY)).isPresent();
        }
    }

    @Test
    void sessionWhoseProcessDied_isAbandonedUntilSomebodyDetachesIt() {
        Attachment lost;
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            lost = open(store, "lost");
            assertThat(store.abandoned(10)).isEmpty();
        }

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment mine = open(store, "mine");
            assertThat(store.abandoned(10)).containsExactly(lost);
            assertThat(store.detach(lost, NOW, EXPIRY)).isTrue();
            assertThat(store.abandoned(10)).isEmpty();
            assertThat(store.expire(EXPIRY)).containsExactly("lost");
            assertThat(append(store, mine, 0, "still here")).isEqualTo(new AppendResult.Stored(1));
        }
    }

    @Test
    void writersAtOnce_areAllStoredInTheirOrder() throws Exception {
        int writers = 32;
        int each = 20;
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            ExecutorService crowd = Executors.newFixedThreadPool(writers);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Attachment attachment = open(store, "session-" + i);
                running.add(crowd.submit(() -> {
                    for (int entry = 1; entry <= each; entry++) {
                        assertThat(append(store, attachment, entry, "entry " + entry))
                                .isEqualTo(new AppendResult.Stored(entry));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            crowd.shutdown();
        }

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            for (int i = 0; i < writers; i++) {
                Attachment attachment =
                        store.attach("session-" + i, NOW).orElseThrow().attachment();
                assertThat(entries(store, attachment)).hasSize(each).endsWith("entry " + each);
            }
        }
    }

    @Test
    void whatHasExpired_isNotInTheFileAnyMore() throws IOException {
        String secret = "a secret that nobody is to find";
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            for (int i = 0; i < 1_000; i++) {
                append(store, attachment, 0, secret + i);
            }
            store.detach(attachment, NOW, EXPIRY);
        }
        long before = Files.size(file);
        assertThat(new String(Files.readAllBytes(file), UTF_8)).contains(secret);

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThat(store.expire(EXPIRY)).containsExactly("session");
        }

        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain(secret);
        assertThat(Files.size(file)).isLessThan(before);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("sessions.db", "sessions.db.lock");
    }

    @Test
    void secondStoreOnTheFile_isRefusedAndTheFirstGoesOn() {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");

            assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("in use");

            assertThat(append(store, attachment, 0, "on")).isEqualTo(new AppendResult.Stored(1));
        }
    }

    @Test
    void fileOfAnotherProgram_isRefusedAndNotTouched() throws Exception {
        execute("CREATE TABLE recipes (name TEXT)", "INSERT INTO recipes VALUES ('soup')");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another program");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void fileThatIsNoDatabase_isRefusedAndNotTouched() throws Exception {
        byte[] before = bytes("Dear diary, ".repeat(1_000));
        Files.write(file, before);

        assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not an SQLite database");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void schemaOfANewerVersion_isRefusedAndNotTouched() throws Exception {
        SqliteStore.open(file, Durability.FULL).close();
        execute("PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("up to 1");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void folderThatIsNotThere_isNamed() {
        Path missing = folder.resolve("nowhere").resolve("sessions.db");

        assertThatThrownBy(() -> SqliteStore.open(missing, Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void damagedFile_isSaidToBeDamagedAndNeverReadAsSomethingElse() throws Exception {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            for (int i = 0; i < 2_000; i++) {
                append(store, attachment, 0, "entry " + i);
            }
            store.detach(attachment, NOW, EXPIRY);
        }
        byte[] damaged = Files.readAllBytes(file);
        for (int page = 4_096; page + 8 < damaged.length; page += 4_096) {
            damaged[page] = (byte) 0x77;
        }
        Files.write(file, damaged);

        assertThatThrownBy(() -> {
                    try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
                        entries(
                                store,
                                store.attach("session", NOW).orElseThrow().attachment());
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void diskThatIsFull_refusesTheWriteKeepsWhatIsStoredAndRecovers() {
        try (SqliteStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            append(store, attachment, 1, "kept");
            store.limitPages(40);

            assertThatThrownBy(() -> append(store, attachment, 2, "x".repeat(1 << 20)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("full");

            assertThat(entries(store, attachment)).containsExactly("kept");
            store.limitPages(1 << 20);
            assertThat(append(store, attachment, 2, "x".repeat(1 << 20))).isEqualTo(new AppendResult.Stored(2));
        }
    }

    @Test
    void closedStore_refusesWhatIsAskedOfIt() {
        SqliteStore store = SqliteStore.open(file, Durability.FULL);
        store.close();
        store.close();

        assertThatThrownBy(store::sessions).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> open(store, "session")).isInstanceOf(IllegalStateException.class);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Attachment open(ContextStore store, String sessionId) {
        return store.open(sessionId, "user", 7, bytes("head"), NOW).orElseThrow();
    }

    private static AppendResult append(ContextStore store, Attachment attachment, long clientMessageId, String entry) {
        byte[] bytes = bytes(entry);
        return store.append(attachment, clientMessageId, bytes, 0, bytes.length);
    }

    private static List<String> entries(ContextStore store, Attachment attachment) {
        List<String> entries = new ArrayList<>();
        long upTo = store.state(attachment.sessionId(), NOW).orElseThrow().lastSequence();
        store.read(
                attachment,
                0,
                upTo,
                1,
                (first, count, bytes, offset, length) -> entries.add(new String(bytes, offset, length, UTF_8)));
        return entries;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
