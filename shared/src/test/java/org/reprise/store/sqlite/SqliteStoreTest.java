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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
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
    void attachesBeforeTheProcessWasKilled_areInForce() throws IOException {
        int sessions = 100;
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            for (int i = 0; i < sessions; i++) {
                store.detach(open(store, "session-" + i), NOW, EXPIRY);
            }
            for (int i = 0; i < sessions; i++) {
                store.attach("session-" + i, NOW).orElseThrow();
                store.attach("session-" + i, NOW).orElseThrow();
            }
            asIfKilledNow();
        }

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThat(store.expire(EXPIRY)).isEmpty();
            assertThat(store.abandoned(2 * sessions))
                    .hasSize(sessions)
                    .allMatch(attachment -> attachment.number() == 3);
            assertThat(store.attach("session-7", EXPIRY)
                            .orElseThrow()
                            .attachment()
                            .number())
                    .isEqualTo(4);
        }
    }

    @Test
    void detachBeforeTheProcessWasKilled_isNotUndoneByTheAttachBefore() throws IOException {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            store.detach(open(store, "session"), NOW, EXPIRY);
            Attachment second = store.attach("session", NOW).orElseThrow().attachment();
            store.detach(second, NOW, EXPIRY);
            asIfKilledNow();
        }

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThat(store.abandoned(1)).isEmpty();
            assertThat(store.attach("session", NOW).orElseThrow().attachment().number())
                    .isEqualTo(3);
        }
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThat(store.abandoned(1)).hasSize(1);
        }
    }

    @Test
    void appendsBeforeTheProcessWasKilled_areAllThere() throws IOException {
        int sessions = 5;
        int each = 30;
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            for (int i = 0; i < sessions; i++) {
                open(store, "session-" + i);
            }
            for (int entry = 1; entry <= each; entry++) {
                for (int i = 0; i < sessions; i++) {
                    append(
                            store,
                            new Attachment("session-" + i, 7, 1),
                            entry % 3 == 0 ? entry / 3 : 0,
                            i + "-" + entry);
                }
            }
            asIfKilledNow();
        }

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            for (int i = 0; i < sessions; i++) {
                Attachment attachment = new Attachment("session-" + i, 7, 1);
                assertThat(entries(store, attachment))
                        .hasSize(each)
                        .startsWith(i + "-1")
                        .endsWith(i + "-" + each);
                assertThat(append(store, attachment, 4, "again")).isEqualTo(new AppendResult.Duplicate(12));
                assertThat(append(store, attachment, 11, "next")).isEqualTo(new AppendResult.Stored(each + 1));
            }
        }
    }

    @Test
    void entriesThatMove_areReadAndKnownAgainLikeAnyOthers() {
        int sessions = 20;
        List<Attachment> attachments = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (ContextStore store = SqliteStore.open(file, Durability.NORMAL)) {
            for (int i = 0; i < sessions; i++) {
                attachments.add(open(store, "session-" + i));
            }
            for (int round = 1; round <= 40; round++) {
                said.add("entry " + round + "x".repeat(5_000));
                for (Attachment attachment : attachments) {
                    append(store, attachment, round, said.get(round - 1));
                }
                Attachment one = attachments.get(round % sessions);
                assertThat(entries(store, one)).isEqualTo(said);
                assertThat(append(store, one, 1 + round / 2, "again"))
                        .isEqualTo(new AppendResult.Duplicate(1 + round / 2));
            }
        }

        try (ContextStore store = SqliteStore.open(file, Durability.NORMAL)) {
            for (Attachment attachment : attachments) {
                assertThat(entries(store, attachment)).isEqualTo(said);
                assertThat(append(store, attachment, 17, "again")).isEqualTo(new AppendResult.Duplicate(17));
            }
        }
    }

    @Test
    void sessionThatGoesBeforeItsEntriesMoved_isNotInTheFileAndTheOthersStay() throws IOException {
        String secret = "a secret that nobody is to find";
        Attachment other;
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            other = open(store, "other");
            Attachment attachment = open(store, "session");
            append(store, other, 1, "before");
            append(store, attachment, 1, secret);
            append(store, other, 2, "behind");
            store.remove("session");
            assertThat(entries(store, other)).containsExactly("before", "behind");
            append(store, open(store, "session"), 1, "anew");
        }

        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain(secret);
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThat(entries(store, other)).containsExactly("before", "behind");
            assertThat(entries(store, new Attachment("session", 7, 1))).containsExactly("anew");
        }
    }

    @Test
    void entriesThatAreReadWhileTheyMove_areEachGivenOnceInTheirOrder() throws Exception {
        int entries = 2_000;
        try (ContextStore store = SqliteStore.open(file, Durability.NORMAL, 10_000)) {
            Attachment attachment = open(store, "session");
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<?> writing = other.submit(() -> {
                for (int i = 1; i <= entries; i++) {
                    append(store, attachment, 0, "entry " + i + "x".repeat(100));
                }
            });
            long last = 0;
            while (last < entries) {
                last = store.state("session", NOW).orElseThrow().lastSequence();
                List<String> given = entries(store, attachment);
                assertThat(given).hasSizeGreaterThanOrEqualTo((int) last);
                for (int i = 0; i < given.size(); i++) {
                    assertThat(given.get(i)).startsWith("entry " + (i + 1) + "x");
                }
            }
            writing.get();
            other.shutdown();
        }
    }

    /** Goes on with copies of the files, as they are while a process has them open. */
    private void asIfKilledNow() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String suffix : List.of("", "-wal", "-attached")) {
            Files.copy(Path.of(file + suffix), copy.resolve(file.getFileName() + suffix));
        }
        file = copy.resolve(file.getFileName());
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
    void secondStoreByAnotherNameOfTheFile_isRefused() throws IOException {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            open(store, "session");
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);

            assertThatThrownBy(() -> SqliteStore.open(link, Durability.FULL))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void attachesBeforeTheProcessWasKilled_areInForceByAnotherNameOfTheFile() throws IOException {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            store.detach(open(store, "session"), NOW, EXPIRY);
            store.attach("session", NOW).orElseThrow();
            asIfKilledNow();
        }
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);

        try (ContextStore store = SqliteStore.open(link, Durability.FULL)) {
            assertThat(store.attach("session", EXPIRY)
                            .orElseThrow()
                            .attachment()
                            .number())
                    .isEqualTo(3);
        }
    }

    @Test
    void nameInWhichTheDriverWouldFindOptions_isRefusedAndNothingIsMade() throws IOException {
        SqliteStore.open(file, Durability.FULL).close();
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open(Path.of(file + "?synchronous=OFF"), Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("sessions.db?synchronous=OFF");
        assertThatThrownBy(() -> SqliteRevocations.open(Path.of(file + "?journal_mode=OFF"), () -> NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("sessions.db?journal_mode=OFF");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("sessions.db", "sessions.db.lock");
    }

    @Test
    void fileThatIsCalledLikeTheDriversMemory_isAFile() throws IOException {
        Path called = Path.of(":memory:");
        try (ContextStore store = SqliteStore.open(called, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            append(store, attachment, 0, "one");
            assertThat(entries(store, attachment)).containsExactly("one");
            assertThat(called).isNotEmptyFile();
        } finally {
            Files.deleteIfExists(called);
            Files.deleteIfExists(Path.of(called + ".lock"));
        }
    }

    @Test
    void idOrOwnerThatIsNoText_isRefusedAndNoOtherSessionIsTakenForIt() {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            open(store, "session ?");

            assertThat(store.state("session \uD800", NOW)).isEmpty();
            assertThat(store.attach("session \uD800", NOW)).isEmpty();
            assertThatThrownBy(() -> open(store, "session \uD800")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.open("another", "user \uDC00", 7, bytes("head"), NOW))
                    .isInstanceOf(IllegalArgumentException.class);
            store.remove("session \uD800");
            assertThat(store.sessions()).isEqualTo(1);
            assertThat(store.open("session \uD83D\uDE00", "user \uD83D\uDE00", 7, bytes("head"), NOW))
                    .isPresent();
        }
    }

    @Test
    void secondProcessOnTheFile_isRefusedAndTheFirstGoesOn() throws Exception {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");

            assertSecondProcessIsRefused();
            assertThat(append(store, attachment, 0, "on")).isEqualTo(new AppendResult.Stored(1));
        }
    }

    @Test
    void secondProcess_isRefusedAfterAStoreOfThisOneWas() throws Exception {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            open(store, "session");
            assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL)).hasMessageContaining("in use");

            assertSecondProcessIsRefused();
        }
    }

    private void assertSecondProcessIsRefused() throws Exception {
        Process second = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), UTF_8);

        assertThat(said).contains(file.toString(), "in use by another process");
        assertThat(second.waitFor()).isEqualTo(SecondProcess.REFUSED);
    }

    /** Tries to open a file that another process has. */
    static final class SecondProcess {
        static final int REFUSED = 7;

        private SecondProcess() {}

        public static void main(String[] args) {
            try (ContextStore store = SqliteStore.open(Path.of(args[0]), Durability.FULL)) {
                System.out.println(store.sessions() + " sessions");
            } catch (StoreException e) {
                System.out.println(e.getMessage());
                System.exit(REFUSED);
            }
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
                .hasMessageContaining("up to 3");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void schemaOfVersion1_isMigratedWithAllThatIsInIt() throws Exception {
        execute(
                "PRAGMA application_id = 1380995667",
                "CREATE TABLE run (number INTEGER NOT NULL)",
                "INSERT INTO run VALUES (3)",
                "CREATE TABLE session (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,"
                        + " epoch INTEGER NOT NULL, attachment INTEGER NOT NULL, run INTEGER NOT NULL,"
                        + " head_version INTEGER NOT NULL, last_sequence INTEGER NOT NULL,"
                        + " last_client_message INTEGER NOT NULL, entry_bytes INTEGER NOT NULL, detached_at INTEGER,"
                        + " detached_nano INTEGER, expires_at INTEGER, expires_nano INTEGER, parked_up_to INTEGER,"
                        + " parked_bytes INTEGER NOT NULL)",
                "CREATE TABLE head (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                "CREATE TABLE parked (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                "CREATE TABLE entry (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                "CREATE TABLE client_message (key INTEGER PRIMARY KEY, sequence INTEGER NOT NULL)",
                "INSERT INTO session VALUES (1, 'hot', 'user', 7, 2, 3, 1, 4, 2, 15, 1767225600, 0, 1767225900, 0, NULL, 0)",
                "INSERT INTO session VALUES (2, 'parked', 'user', 7, 1, 3, 2, 3, 1, 12, 1767225600, 0, 1767225900, 0, 2, 6)",
                "INSERT INTO head VALUES (1, x'01'), (2, x'02')",
                "INSERT INTO entry VALUES (4294967297, 'one'), (4294967298, 'two'), (4294967299, 'three'),"
                        + " (4294967300, 'four'), (8589934595, 'behind')",
                "INSERT INTO client_message VALUES (4294967297, 1), (4294967298, 3), (8589934593, 2)",
                "INSERT INTO parked VALUES (2, 'packed')",
                "PRAGMA user_version = 1");

        for (int opening = 0; opening < 2; opening++) {
            try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
                Attached hot = store.attach("hot", NOW).orElseThrow();
                assertThat(hot.attachment().number()).isEqualTo(3 + opening);
                assertThat(hot.state().lastClientMessageId()).isEqualTo(2);
                assertThat(entries(store, hot.attachment())).containsExactly("one", "two", "three", "four");
                assertThat(append(store, hot.attachment(), 1, "again")).isEqualTo(new AppendResult.Duplicate(1));
                assertThat(append(store, hot.attachment(), 2, "again")).isEqualTo(new AppendResult.Duplicate(3));
                store.detach(hot.attachment(), NOW, EXPIRY);
            }
        }
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attached parked = store.attach("parked", NOW).orElseThrow();
            assertThat(parked.detachedAt()).isEqualTo(NOW);
            assertThat(parked.parked().upTo()).isEqualTo(2);
            assertThat(parked.state().lastSequence()).isEqualTo(3);
            assertThat(append(store, parked.attachment(), 1, "again")).isEqualTo(new AppendResult.Duplicate(2));
            store.unpark(parked.attachment(), bytes("onetwo"), new int[] {3, 3});
            assertThat(append(store, parked.attachment(), 2, "next")).isEqualTo(new AppendResult.Stored(4));
            assertThat(entries(store, parked.attachment())).containsExactly("one", "two", "behind", "next");
        }
    }

    @Test
    void schemaOfVersion2_isMigratedWithAllThatIsInIt() throws Exception {
        execute(
                "PRAGMA application_id = 1380995667",
                "CREATE TABLE run (number INTEGER NOT NULL)",
                "INSERT INTO run VALUES (3)",
                "CREATE TABLE session (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,"
                        + " epoch INTEGER NOT NULL, attachment INTEGER NOT NULL, run INTEGER NOT NULL,"
                        + " head_version INTEGER NOT NULL, detached_at INTEGER,"
                        + " detached_nano INTEGER, expires_at INTEGER, expires_nano INTEGER, parked_up_to INTEGER,"
                        + " parked_bytes INTEGER NOT NULL, parked_client_message INTEGER NOT NULL DEFAULT 0,"
                        + " folded_up_to INTEGER NOT NULL DEFAULT 0)",
                "CREATE TABLE head (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                "CREATE TABLE parked (session INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
                "CREATE TABLE entry (key INTEGER PRIMARY KEY, last_client_message INTEGER NOT NULL,"
                        + " session_bytes INTEGER NOT NULL, ends BLOB, bytes BLOB NOT NULL)",
                "CREATE TABLE client_message (key INTEGER PRIMARY KEY, sequence INTEGER NOT NULL)",
                "INSERT INTO session VALUES (1, 'hot', 'user', 7, 2, 3, 1, 1767225600, 0, 1767225900, 0, NULL, 0, 0, 2)",
                "INSERT INTO session VALUES (2, 'parked', 'user', 7, 1, 3, 2, 1767225600, 0, 1767225900, 0, 2, 6, 1, 2)",
                "INSERT INTO head VALUES (1, x'01'), (2, x'02')",
                "INSERT INTO entry VALUES (4294967298, 1, 6, x'0000000300000006', 'onetwo'), (4294967299, 1, 11, NULL, 'three'),"
                        + " (4294967300, 2, 15, NULL, 'four'), (4294967301, 2, 19, NULL, 'five'), (8589934595, 2, 12, NULL, 'behind')",
                "INSERT INTO client_message VALUES (4294967297, 1), (8589934593, 2)",
                "INSERT INTO parked VALUES (2, 'packed')",
                "PRAGMA user_version = 2");

        List<String> said = new ArrayList<>(List.of("one", "two", "three", "four", "five"));
        for (int opening = 0; opening < 3; opening++) {
            try (ContextStore store = SqliteStore.open(file, Durability.FULL, 20)) {
                Attached hot = store.attach("hot", NOW).orElseThrow();
                assertThat(hot.state().lastClientMessageId()).isEqualTo(2 + opening);
                assertThat(entries(store, hot.attachment())).isEqualTo(said);
                assertThat(append(store, hot.attachment(), 1, "again")).isEqualTo(new AppendResult.Duplicate(1));
                assertThat(append(store, hot.attachment(), 2, "again")).isEqualTo(new AppendResult.Duplicate(4));
                said.add("more");
                assertThat(append(store, hot.attachment(), 3 + opening, "more"))
                        .isEqualTo(new AppendResult.Stored(said.size()));
                store.detach(hot.attachment(), NOW, EXPIRY);
            }
        }
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment parked = store.attach("parked", NOW).orElseThrow().attachment();
            assertThat(append(store, parked, 1, "again")).isEqualTo(new AppendResult.Duplicate(2));
            assertThat(append(store, parked, 2, "again")).isEqualTo(new AppendResult.Duplicate(3));
            store.unpark(parked, bytes("onetwo"), new int[] {3, 3});
            assertThat(append(store, parked, 3, "next")).isEqualTo(new AppendResult.Stored(4));
            assertThat(entries(store, parked)).containsExactly("one", "two", "behind", "next");
        }
    }

    @Test
    void entriesThatShareARow_areReadAndKnownAgainLikeAnyOthers() {
        try (ContextStore store = SqliteStore.open(file, Durability.NORMAL)) {
            Attachment attachment = open(store, "session");
            List<String> said = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 40; i++) {
                    said.add("entry " + said.size() + "x".repeat(i * 60));
                    append(store, attachment, said.size(), said.get(said.size() - 1));
                }
                store.detach(attachment, NOW, EXPIRY);
                attachment = store.attach("session", NOW).orElseThrow().attachment();
                assertThat(entries(store, attachment)).isEqualTo(said);
                for (int id = 1; id <= said.size(); id++) {
                    assertThat(append(store, attachment, id, "again")).isEqualTo(new AppendResult.Duplicate(id));
                }
            }
        }
    }

    @Test
    void clientThatComesBack_isGivenWhatItLacksFromMemoryAndFromTheFile() {
        List<String> said = new ArrayList<>();
        for (int opening = 0; opening < 2; opening++) {
            try (ContextStore store = SqliteStore.open(file, Durability.NORMAL)) {
                Attachment attachment = opening == 0
                        ? open(store, "session")
                        : store.attach("session", NOW).orElseThrow().attachment();
                for (int round = 0; round < 8; round++) {
                    for (int i = 0; i < 25; i++) {
                        said.add("entry " + said.size() + "x".repeat(i * 60));
                        append(store, attachment, said.size(), said.get(said.size() - 1));
                    }
                    if (round % 3 == 1) {
                        store.detach(attachment, NOW, EXPIRY);
                    }
                    Admission.Admitted late = admit(store, said.size() - 3);
                    assertThat(late.readAhead().get(late.readAhead().size() - 1).lastSequence())
                            .isEqualTo(said.size());
                    assertThat(late.readAhead().get(0).firstSequence()).isLessThanOrEqualTo(said.size() - 2);
                    Admission.Admitted admitted = admit(store, 0);
                    attachment = admitted.attached().attachment();
                    List<String> given = new ArrayList<>();
                    for (EntryBlock block : admitted.readAhead()) {
                        assertThat(block.firstSequence()).isEqualTo(given.size() + 1);
                        block.give(
                                given.size(),
                                block.lastSequence(),
                                1,
                                (first, count, bytes, offset, length) ->
                                        given.add(new String(bytes, offset, length, UTF_8)));
                    }
                    assertThat(given).isEqualTo(said.subList(0, given.size()));
                    assertThat(given.size() == said.size() || said.size() > 200).isTrue();
                }
            }
        }
    }

    private static Admission.Admitted admit(ContextStore store, long has) {
        return (Admission.Admitted)
                store.admit(new Claim("session", "user", 7, has), NOW).orElseThrow();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE arrived SET bytes = substr(bytes, 2)",
                "DELETE FROM arrived WHERE number = 2",
                "UPDATE arrived SET entries = x'' WHERE number = 3",
                "UPDATE arrived SET bytes = bytes || 'and more' WHERE number = 3",
                "UPDATE arrived SET entries = x'0000000700000001' || substr(entries, 9) WHERE number = 1"
            })
    void damagedArrivals_areSaidToBeDamaged(String damage) throws Exception {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            for (int i = 0; i < 3; i++) {
                append(store, attachment, 0, "entry " + i);
            }
        }
        execute(damage);
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open(file, Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged");

        assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
    }

    @Test
    void sessionThatIsDamaged_isNotAttachedToByAClientThatIsGivenNothingAndExpires() throws Exception {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            append(store, attachment, 0, "one");
            append(store, attachment, 0, "two");
            store.detach(attachment, NOW, EXPIRY);
            store.park(attachment, 1, bytes("head"), new ParkedEntries(2, bytes("packed")));
            store.unpark(attachment, bytes("onetwo"), new int[] {3, 3});
        }
        execute("UPDATE entry SET ends = x'0000000300000007'");

        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            assertThatThrownBy(() -> admit(store, 0))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged");
            assertThat(store.expire(EXPIRY)).containsExactly("session");
        }
    }

    @Test
    void storeOnAFileThatIsDamagedMeanwhile_givesItBackWhenItIsClosed() throws Exception {
        SqliteStore store = SqliteStore.open(file, Durability.FULL);
        open(store, "session");
        store.attach("session", NOW).orElseThrow();
        execute("CREATE TABLE other (name TEXT)", "PRAGMA wal_checkpoint(TRUNCATE)");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, 4_096), whole.length));

        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);

        Files.write(file, whole);
        try (ContextStore repaired = SqliteStore.open(file, Durability.FULL)) {
            assertThat(repaired.attach("session", NOW)
                            .orElseThrow()
                            .attachment()
                            .number())
                    .isEqualTo(3);
        }
    }

    @Test
    void readThatFails_saysWhy() throws IOException {
        try (ContextStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment attachment = open(store, "session");
            append(store, attachment, 0, "one");
            Files.write(Path.of(file + "-wal"), new byte[0]);

            assertThatThrownBy(() -> store.read(attachment, 0, 1, 100, (first, count, bytes, offset, length) -> {}))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("disk I/O error");
        }
    }

    @Test
    void diskThatIsFull_refusesTheWriteKeepsWhatIsStoredAndRecovers() {
        try (SqliteStore store = SqliteStore.open(file, Durability.FULL)) {
            Attachment first = open(store, "session");
            append(store, first, 1, "kept");
            store.limitPages(40);

            assertThatThrownBy(() -> append(store, first, 2, "x".repeat(1 << 20)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("full");

            assertThat(entries(store, first)).containsExactly("kept");
            assertThat(admit(store, 0).readAhead()).hasSize(1).allMatch(block -> block.lastSequence() == 1);
            Attachment attachment = admit(store, 1).attached().attachment();
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
