package org.reprise.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.uri.Stores;

/** What a server adds to the contract: that it goes and comes back, that it is many, and who is let in. */
class RedisStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(300);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final String PASSWORD = "p@ss/w:rd";
    private static final String ENCODED_PASSWORD = "p%40ss%2Fw%3Ard";

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void serverThatIsKilledAmongAppends_hasEachThatWasAckedAndNoneTwiceWhenItIsBack() throws Exception {
        RedisProcess server = durableServer();
        ContextStore store = store(server.uri());
        int writers = 4;
        List<Attachment> attachments =
                IntStream.range(0, writers).mapToObj(i -> open(store, "s" + i)).toList();
        Map<String, Long> acked = new ConcurrentHashMap<>();
        CountDownLatch someAcked = new CountDownLatch(200);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<Void>> writing = new ArrayList<>();
        for (Attachment attachment : attachments) {
            writing.add(threads.submit((Callable<Void>) () -> {
                for (int i = 0; i < 1_000_000; i++) {
                    String entry = attachment.sessionId() + "-" + i;
                    acked.put(entry, ((AppendResult.Stored) append(store, attachment, 0, entry)).sequence());
                    someAcked.countDown();
                }
                throw new AssertionError("the server was not killed in time");
            }));
        }
        assertThat(someAcked.await(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        server.kill();
        for (Future<Void> writer : writing) {
            assertThatThrownBy(() -> writer.get(MOST.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }
        threads.shutdown();
        assertThatThrownBy(() -> append(store, attachments.get(0), 0, "while it is away"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());

        server.restart();

        await().atMost(MOST)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> store.state("s0", NOW).isPresent());
        for (Attachment attachment : attachments) {
            List<String> entries = entries(store, attachment);
            assertThat(entries).doesNotHaveDuplicates().doesNotContain("while it is away");
            acked.forEach((entry, sequence) -> {
                if (entry.startsWith(attachment.sessionId() + "-")) {
                    assertThat(entries.get((int) (sequence - 1))).isEqualTo(entry);
                }
            });
            assertThat(append(store, attachment, 0, "afterwards"))
                    .isEqualTo(new AppendResult.Stored(entries.size() + 1L));
        }
    }

    @Test
    void serverWithoutPersistence_losesEverythingWithItsProcessAndSessionsBeginAnew() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment before = open(store, "s");
        append(store, before, 1, "one");

        restartAfterAKill(server, store);

        assertThat(store.admit(new Claim("s", "user", 7, 1), NOW)).isEmpty();
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(store, before, 2, "two"));
        assertThat(append(store, open(store, "s"), 1, "anew")).isEqualTo(new AppendResult.Stored(1));
    }

    @Test
    void serverWithSnapshots_losesWhatCameAfterTheLastAndDeclinesWhoHasSeenIt() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment attachment = open(store, "s");
        append(store, attachment, 1, "one");
        Servers.ask(server.uri(), RedisCommands::save);
        append(store, attachment, 2, "two");

        restartAfterAKill(server, store);

        assertThat(store.admit(new Claim("s", "user", 7, 2), NOW)).containsInstanceOf(Admission.Declined.class);
        assertThat(store.admit(new Claim("s", "user", 7, 1), NOW)).containsInstanceOf(Admission.Admitted.class);
    }

    /** What is appended while the disk takes its time waits in the process, for two seconds at most. */
    @Test
    void serverThatWritesItsFileEverySecond_losesWithItsProcessNothingThatDoesNotWaitForTheDisk() {
        RedisProcess server = closing(Servers.start(folder, "--appendonly", "yes", "--appendfsync", "everysec"));
        ContextStore store = store(server.uri());
        Attachment attachment = open(store, "s");
        for (int id = 1; id <= 500; id++) {
            assertThat(append(store, attachment, id, "entry " + id)).isEqualTo(new AppendResult.Stored(id));
        }
        await().atMost(MOST)
                .until(() -> Servers.ask(server.uri(), redis -> redis.info("persistence"))
                        .contains("aof_buffer_length:0\r\n"));

        restartAfterAKill(server, store);

        assertThat(entries(store, attachment)).hasSize(500).endsWith("entry 500");
        assertThat(append(store, attachment, 500, "again")).isEqualTo(new AppendResult.Duplicate(500));
    }

    private static void restartAfterAKill(RedisProcess server, ContextStore store) {
        server.kill();
        server.restart();
        await().atMost(MOST)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> store.sessions() >= 0);
    }

    @Test
    void clientMessageWhoseAnswerWasLost_isStoredOnceWhenItIsTriedAgain() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        ContextStore impatient = store(server.uri() + "?timeout=2s");
        Attachment attachment = open(store, "s");
        append(store, attachment, 1, "one");
        // What comes meanwhile is done afterwards, when nobody waits for the answer any more.
        String most = Long.toString(MOST.toMillis());
        Servers.ask(server.uri(), redis -> client(redis, "PAUSE", most, "WRITE"));
        assertThatThrownBy(() -> append(impatient, attachment, 2, "two")).isInstanceOf(StoreUnavailableException.class);
        assertThat(lastSequence(store)).isEqualTo(1);
        Servers.ask(server.uri(), redis -> client(redis, "UNPAUSE"));
        await().atMost(MOST).until(() -> lastSequence(store) == 2);

        assertThat(append(store, attachment, 2, "two")).isEqualTo(new AppendResult.Duplicate(2));
        assertThat(entries(store, attachment)).containsExactly("one", "two");
    }

    /** What the driver has no methods for. */
    private static String client(RedisCommands<String, String> redis, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        return redis.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    private static long lastSequence(ContextStore store) {
        return store.state("s", NOW).orElseThrow().lastSequence();
    }

    @Test
    void serverThatIsFrozen_isUnavailableAndNotWaitedForWithoutEnd() {
        RedisProcess server = durableServer();
        ContextStore store = store(server.uri() + "?timeout=2s");
        Attachment attachment = open(store, "s");
        Servers.ask(server.uri(), redis -> redis.clientPause(MOST.toMillis()));

        assertThatThrownBy(() -> append(store, attachment, 1, "late")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void answerThatMakesNoSense_isAsIfTheServerWereAway() throws IOException {
        RedisProcess server = server();
        SpoiledLine line = closing(SpoiledLine.to(server.port()));
        ContextStore store = store("redis://127.0.0.1:" + line.port());
        Attachment attachment = open(store, "s");

        for (String nonsense : List.of("$-5\r\n", "\u00ff\r\n", "nonsense\r\n")) {
            line.spoilAnswers(nonsense);
            assertThatThrownBy(() -> store.putHead(attachment, bytes("head")))
                    .isInstanceOf(StoreUnavailableException.class);
            line.heal();
            await().atMost(MOST)
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> store.sessions() == 1);
        }
    }

    @Test
    void clientMessageOfLongAgo_isAnsweredItsSequence() {
        ContextStore store = store(server().uri());
        Attachment attachment = open(store, "s");
        for (int i = 1; i <= 1_500; i++) {
            append(store, attachment, i % 2 == 0 ? i / 2 : 0, "entry " + i);
        }

        for (int id : new int[] {1, 2, 237, 238, 239, 749, 750}) {
            assertThat(append(store, attachment, id, "again")).isEqualTo(new AppendResult.Duplicate(2L * id));
        }
    }

    @Test
    void detachedSession_goesByItselfWithAllItsKeys() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment attachment = open(store, "s");
        append(store, attachment, 1, "one");
        append(store, attachment, 0, "two");
        assertThat(ttls(server))
                .isNotEmpty()
                .allSatisfy((key, millis) -> assertThat(millis).isEqualTo(-1));
        store.detach(attachment, NOW, EXPIRY);
        store.park(attachment, 1, bytes("less"), new ParkedEntries(2, bytes("packed")));
        append(store, attachment, 0, "of its agent");
        append(store, attachment, 2, "late");

        Map<String, Long> ttls = ttls(server);
        assertThat(ttls)
                .hasSize(4)
                .allSatisfy((key, millis) -> assertThat(millis)
                        .isBetween(
                                Duration.ofSeconds(300).toMillis(),
                                Duration.ofSeconds(360).toMillis()));

        Servers.ask(server.uri(), redis -> {
            ttls.keySet().forEach(key -> redis.pexpire(key, 1));
            return ttls;
        });
        await().atMost(MOST).until(() -> ttls(server).isEmpty());
        assertThat(store.state("s", NOW)).isEmpty();
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(store, attachment, 3, "later"));
        store.expire(EXPIRY);
        assertThat(store.sessions()).isZero();
        assertThat(store.detachedSince(Instant.MAX, 10)).isEmpty();
        assertThat(ttls(server)).isEmpty();
    }

    @Test
    void expiredOrRemovedSession_leavesNoKeyBehind() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment expired = open(store, "expired");
        append(store, expired, 1, "one");
        store.detach(expired, NOW, EXPIRY);
        append(store, open(store, "removed"), 1, "one");

        assertThat(store.expire(EXPIRY)).containsExactly("expired");
        store.remove("removed");
        store.abandoned(10);

        store.close();
        List<String> left = Servers.ask(server.uri(), redis -> redis.keys("*"));
        assertThat(left).noneMatch(key -> key.contains("{"));
        assertThat(left.stream().filter(key -> !key.matches("reprise:3:(nodes|attached:.*)")))
                .isEmpty();
    }

    @Test
    void attachOnAnotherNode_fencesTheNodeBefore() {
        RedisProcess server = server();
        ContextStore one = store(server.uri());
        ContextStore other = store(server.uri());
        Attachment before = open(one, "s");
        append(one, before, 1, "one");

        Attached after = other.attach("s", NOW).orElseThrow();

        assertThat(after.state().lastClientMessageId()).isEqualTo(1);
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(one, before, 2, "two"));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> one.putHead(before, bytes("head")));
        assertThat(one.detach(before, NOW, EXPIRY)).isFalse();
        assertThat(append(other, after.attachment(), 2, "two of the other")).isEqualTo(new AppendResult.Stored(2));
        assertThat(entries(other, after.attachment())).containsExactly("one", "two of the other");
    }

    @Test
    void sessionsOfANodeThatIsGone_areAbandonedAndThoseOfALivingOneAreNot() {
        RedisProcess server = server();
        ContextStore gone = store(server.uri());
        ContextStore alive = store(server.uri());
        Attachment attached = open(gone, "attached");
        Attachment detached = open(gone, "detached");
        gone.detach(detached, NOW, EXPIRY);
        open(gone, "moved");
        alive.attach("moved", NOW).orElseThrow();
        open(alive, "kept");
        assertThat(alive.abandoned(10)).isEmpty();

        // As when its process was killed: nothing renews its lease, which runs out.
        gone.close();

        assertThat(alive.abandoned(10)).containsExactly(attached);
        alive.detach(attached, NOW, EXPIRY);
        assertThat(alive.abandoned(10)).isEmpty();
        assertThat(alive.expire(EXPIRY)).containsExactlyInAnyOrder("attached", "detached");
        assertThat(alive.sessions()).isEqualTo(2);
    }

    @Test
    void nodeThatWasTakenForDead_isLookedAfterAgainOnceItHasComeBack() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        ContextStore alive = store(server.uri());
        // As if its process had stood still for longer than its lease.
        String nodes = "reprise:3:nodes";
        Set<String> both = Servers.ask(server.uri(), redis -> redis.smembers(nodes));
        Servers.ask(server.uri(), redis -> redis.del(nodes));
        assertThat(both).hasSize(2);

        await().atMost(MOST)
                .until(() -> Servers.ask(server.uri(), redis -> redis.smembers(nodes))
                        .equals(both));
        Attachment attached = open(store, "s");
        store.close();

        assertThat(alive.abandoned(10)).containsExactly(attached);
    }

    @Test
    void processThatWasTakenForDead_isNotAnyMoreOnceItAttaches() {
        RedisProcess server = server();
        AtomicLong nanos = new AtomicLong();
        ContextStore store = closing(RedisStore.onServer(RedisURI.create(server.uri()), nanos::get));
        ContextStore other = store(server.uri());
        store.detach(open(store, "back"), NOW, EXPIRY);

        // As if it had stood still, or had not reached the server, for longer than its lease.
        forget(server, store);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        open(store, "new");
        assertThat(other.abandoned(10)).isEmpty();

        forget(server, store);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        store.attach("back", NOW).orElseThrow();
        assertThat(other.abandoned(10)).isEmpty();
    }

    @Test
    void processThatHasLostItsOwnLease_takesNobodyForDeadUntilTheOthersHaveHadTimeToRenewTheirs() {
        RedisProcess server = server();
        AtomicLong nanos = new AtomicLong();
        ContextStore store = closing(RedisStore.onServer(RedisURI.create(server.uri()), nanos::get));
        ContextStore other = store(server.uri());
        Attachment attached = open(other, "of the other");
        open(store, "own");

        // As when the server comes back with a snapshot of before.
        forget(server, store);
        forget(server, other);

        assertThat(store.abandoned(10)).isEmpty();
        other.close();
        assertThat(store.abandoned(10)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(store.abandoned(10)).containsExactly(attached);
    }

    /** Ends the lease of a store's process. */
    private static void forget(RedisProcess server, ContextStore store) {
        long ended = Servers.ask(server.uri(), redis -> redis.del("reprise:3:lease:" + ((RedisStore) store).node()));
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void sessionThatIsNotAttachedAnyMore_isNotAmongThoseOfItsProcess() {
        RedisProcess server = server();
        ContextStore one = store(server.uri());
        ContextStore other = store(server.uri());
        Attachment first = open(one, "s");
        Attachment second = one.attach("s", NOW).orElseThrow().attachment();
        assertThat(one.detach(first, NOW, EXPIRY)).isFalse();
        assertThat(attached(server)).containsExactly("ss");
        Attachment moved = other.attach("s", NOW).orElseThrow().attachment();
        assertThat(attached(server)).containsExactly("ss", "ss");
        assertThat(one.detach(second, NOW, EXPIRY)).isFalse();
        assertThat(attached(server)).containsExactly("ss");

        other.detach(moved, NOW, EXPIRY);

        assertThat(attached(server)).isEmpty();
        Attachment back = one.attach("s", NOW).orElseThrow().attachment();
        assertThat(attached(server)).containsExactly("ss");
        one.remove("s");
        assertThat(one.detach(back, NOW, EXPIRY)).isFalse();
        assertThat(attached(server)).isEmpty();
    }

    @Test
    void sessionThatAnotherHasOpened_isNotAmongThoseOfWhoWouldHaveOpenedIt() {
        RedisProcess server = server();
        ContextStore one = store(server.uri());
        ContextStore other = store(server.uri());
        open(one, "s");

        assertThat(other.open("s", "user", 8, bytes("head"), NOW)).isEmpty();
        assertThat(attached(server)).containsExactly("ss");
        assertThat(one.open("s", "user", 8, bytes("head"), NOW)).isEmpty();
        assertThat(attached(server)).containsExactly("ss");
    }

    private static List<String> keys(RedisProcess server, String pattern) {
        return Servers.ask(server.uri(), redis -> redis.keys(pattern));
    }

    /** The sessions that any process has attached, as keys name them. */
    private static List<String> attached(RedisProcess server) {
        return Servers.ask(
                server.uri(),
                redis -> redis.keys("reprise:3:attached:*").stream()
                        .flatMap(key -> redis.smembers(key).stream())
                        .toList());
    }

    @Test
    void sessionThatBeginsAnew_hasNothingOfKeysThatAreLeft() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        append(store, open(store, "s"), 1, "of before");
        Servers.ask(server.uri(), redis -> redis.del("reprise:3:{ss}:session"));

        Attachment anew = open(store, "s");

        append(store, anew, 1, "new");
        assertThat(entries(store, anew)).containsExactly("new");
    }

    @Test
    void sessionThatComesAndGoes_hasNoMoreThanOnePlaceInEachIndex() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment newest = open(store, "s");
        for (int i = 0; i < 10; i++) {
            store.detach(newest, NOW, EXPIRY);
            Attachment before = newest;
            newest = store.attach("s", NOW).orElseThrow().attachment();
            assertThat(store.detach(before, NOW, EXPIRY)).isFalse();
        }
        store.detach(newest, NOW, EXPIRY);
        assertThat(waiting(server)).containsExactly(1L, 1L);

        byte[] head = "head".getBytes(UTF_8);
        assertThat(store.park(newest, 1, head, new ParkedEntries(0, new byte[0])))
                .isTrue();
        assertThat(store.detachedSince(NOW, 10)).isEmpty();
        assertThat(waiting(server))
                .as("what is parked, no sweep looks at again")
                .containsExactly(0L, 1L);

        store.unpark(newest, new byte[0], new int[0]);
        assertThat(store.detachedSince(NOW, 10)).containsExactly(newest);
        assertThat(store.expire(EXPIRY)).containsExactly("s");
        assertThat(waiting(server)).containsExactly(0L, 0L);
    }

    private static List<Long> waiting(RedisProcess server) {
        return Stream.of("reprise:3:detached", "reprise:3:expiring")
                .map(index -> Servers.ask(server.uri(), redis -> redis.zcard(index)))
                .toList();
    }

    @Test
    void lease_isRenewedBeforeItEndsAndEndsByItself() {
        RedisProcess server = server();
        store(server.uri());
        String lease = Servers.ask(server.uri(), redis -> redis.keys("reprise:3:lease:*"))
                .get(0);
        long first = Servers.ask(server.uri(), redis -> redis.pttl(lease));
        assertThat(first).isBetween(1L, Duration.ofSeconds(15).toMillis());

        Servers.ask(
                server.uri(),
                redis -> redis.pexpire(lease, Duration.ofSeconds(10).toMillis()));

        await().atMost(MOST)
                .until(() -> Servers.ask(server.uri(), redis -> redis.pttl(lease))
                        > Duration.ofSeconds(12).toMillis());
    }

    @Test
    void largeSession_isReadInSeveralAnswersOfBoundedSize() {
        RedisProcess server = server();
        ContextStore store = store(server.uri());
        Attachment attachment = open(store, "s");
        byte[] entry = new byte[100_000];
        int entries = 40;
        for (int i = 0; i < entries; i++) {
            Arrays.fill(entry, (byte) i);
            store.append(attachment, 0, entry, 0, entry.length);
        }
        Servers.ask(server.uri(), RedisCommands::configResetstat);
        List<Integer> batches = new ArrayList<>();

        store.read(attachment, 0, entries, Integer.MAX_VALUE, (first, count, bytes, offset, length) -> {
            batches.add(length);
            assertThat(bytes[offset]).isEqualTo((byte) (first - 1));
        });

        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(entries * entry.length);
        assertThat(batches).hasSizeGreaterThanOrEqualTo(4).allMatch(length -> length <= 1 << 20);
        String statistics = Servers.ask(server.uri(), redis -> redis.info("commandstats"));
        assertThat(statistics).contains("cmdstat_evalsha:calls=" + batches.size());
    }

    @Test
    void userAndPasswordOfTheUri_areThoseOfAnAclUser() {
        RedisProcess server = server();
        Servers.ask(
                server.uri(),
                redis -> redis.aclSetuser(
                        "keeper",
                        AclSetuserArgs.Builder.on()
                                .addPassword(PASSWORD)
                                .keyPattern("reprise:*")
                                .allCommands()
                                .removeCategory(AclCategory.DANGEROUS)));
        Servers.ask(server.uri(), redis -> redis.aclSetuser("default", AclSetuserArgs.Builder.off()));
        String address = "127.0.0.1:" + server.port();

        ContextStore store = store("redis://keeper:" + ENCODED_PASSWORD + "@" + address);

        Attachment attachment = open(store, "s");
        append(store, attachment, 1, "one");
        assertThat(store.abandoned(1)).isEmpty();
        assertThat(entries(store, attachment)).containsExactly("one");
        for (String wrong : List.of("keeper:wr0ng@", "wr0ng@", "")) {
            assertThatThrownBy(() -> Stores.open("redis://" + wrong + address))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(address)
                    .extracting(Throwable::getMessage, STRING)
                    .doesNotContain("wr0ng");
        }
    }

    @Test
    void storeThatCannotBeOpened_leavesNoConnectionBehind() {
        RedisProcess server = server();
        Servers.ask(
                server.uri(),
                redis -> redis.aclSetuser(
                        "stranger",
                        AclSetuserArgs.Builder.on()
                                .addPassword(PASSWORD)
                                .keyPattern("else:*")
                                .allCommands()));

        assertThatThrownBy(() -> Stores.open("redis://stranger:" + ENCODED_PASSWORD + "@127.0.0.1:" + server.port()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("NOPERM");

        await().atMost(MOST)
                .until(() ->
                        !Servers.ask(server.uri(), RedisCommands::clientList).contains("user=stranger"));
    }

    @Test
    void cluster_keepsTheKeysOfASessionOnOneNodeAndSessionsOnAll() throws Exception {
        List<RedisProcess> nodes = cluster();
        ContextStore store = store("redis-cluster://127.0.0.1:" + nodes.get(0).port() + ",127.0.0.1:"
                + nodes.get(1).port());
        ContextStore other = store("redis-cluster://127.0.0.1:" + nodes.get(2).port());
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> "session {" + Integer.toHexString(i * 0x9E3779B9) + "}")
                .toList();
        for (String id : ids) {
            Attachment attachment = open(store, id);
            append(store, attachment, 1, "one");
            append(store, attachment, 0, "two");
            store.detach(attachment, NOW, EXPIRY);
            assertThat(store.park(attachment, 1, bytes("less"), new ParkedEntries(2, bytes("packed"))))
                    .isTrue();
            Attached attached = other.attach(id, NOW).orElseThrow();
            other.unpark(attached.attachment(), bytes("onetwo"), new int[] {3, 3});
            assertThat(append(other, attached.attachment(), 1, "again")).isEqualTo(new AppendResult.Duplicate(1));
            assertThat(entries(other, attached.attachment())).containsExactly("one", "two");
            other.detach(attached.attachment(), NOW, EXPIRY);
        }

        assertThat(store.sessions()).isEqualTo(ids.size());
        assertThat(nodes).allSatisfy(node -> assertThat(ttls(node)).isNotEmpty());
        assertThat(store.detachedSince(NOW, 100)).hasSize(ids.size());
        assertThat(store.expire(EXPIRY)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(nodes).allSatisfy(node -> assertThat(ttls(node)).isEmpty());
        assertThat(nodes)
                .allSatisfy(
                        node -> assertThat(keys(node, "reprise:3:attached:*")).isEmpty());
    }

    @Test
    void tls_isSpokenToAServerWhoseCertificateIsTrusted() throws Exception {
        Path keys = certificate();
        int tlsPort = freePort();
        RedisProcess server = closing(Servers.start(
                Files.createDirectory(folder.resolve("tls")),
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                keys.resolve("server.crt").toString(),
                "--tls-key-file",
                keys.resolve("server.key").toString(),
                "--tls-ca-cert-file",
                keys.resolve("server.crt").toString(),
                "--tls-auth-clients",
                "no"));
        assertThat(server.port()).isNotEqualTo(tlsPort);
        String uri = "rediss://127.0.0.1:" + tlsPort;
        assertThatThrownBy(() -> Stores.open(uri))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("TLS");
        try {
            System.setProperty(
                    "javax.net.ssl.trustStore", keys.resolve("server.p12").toString());
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);

            ContextStore store = store(uri);

            Attachment attachment = open(store, "s");
            append(store, attachment, 1, "one");
            assertThat(entries(store, attachment)).containsExactly("one");
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void redisThatIsShipped_servesWhereNoneIsInstalled() {
        RedisProcess server = closing(RedisProcess.start(Servers.shipped(), folder));

        ContextStore store = store(server.uri());

        Attachment attachment = open(store, "s");
        append(store, attachment, 1, "one");
        assertThat(entries(store, attachment)).containsExactly("one");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A key, and a certificate of the server's own for 127.0.0.1, in the forms of Redis and of the JVM. */
    private Path certificate() throws Exception {
        Path keyStore = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        assertThat(new String(keytool.getInputStream().readAllBytes(), UTF_8)).isNotNull();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        Files.writeString(
                folder.resolve("server.key"),
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        byte[] certificate = keys.getCertificate("server").getEncoded();
        Files.writeString(folder.resolve("server.crt"), pem("CERTIFICATE", certificate));
        // Trusted is only what stands alone, without its key.
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        try (var out = Files.newOutputStream(keyStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return folder;
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    /** Three masters that share the slots. */
    private List<RedisProcess> cluster() throws Exception {
        List<RedisProcess> nodes = new ArrayList<>();
        int slots = 16_384;
        int each = slots / 3 + 1;
        for (int i = 0; i < 3; i++) {
            RedisProcess node = closing(
                    Servers.start(Files.createDirectory(folder.resolve("node" + i)), "--cluster-enabled", "yes"));
            int[] own =
                    IntStream.range(i * each, Math.min(slots, (i + 1) * each)).toArray();
            Servers.ask(node.uri(), redis -> redis.clusterAddSlots(own));
            int first = nodes.isEmpty() ? node.port() : nodes.get(0).port();
            Servers.ask(node.uri(), redis -> redis.clusterMeet("127.0.0.1", first));
            nodes.add(node);
        }
        for (RedisProcess node : nodes) {
            await().atMost(MOST)
                    .until(() ->
                            Servers.ask(node.uri(), RedisCommands::clusterInfo).contains("cluster_state:ok"));
        }
        return nodes;
    }

    /** The keys of sessions, with how long they live on; -1 for ever. */
    private static Map<String, Long> ttls(RedisProcess server) {
        return Servers.ask(server.uri(), redis -> {
            Map<String, Long> ttls = new TreeMap<>();
            Set<String> keys = new LinkedHashSet<>(redis.keys("reprise:3:{*"));
            keys.forEach(key -> ttls.put(key, redis.pttl(key)));
            return ttls;
        });
    }

    private RedisProcess server() {
        return closing(Servers.start(folder));
    }

    private RedisProcess durableServer() {
        return closing(Servers.start(folder, "--appendonly", "yes", "--appendfsync", "always"));
    }

    private ContextStore store(String uri) {
        return closing(Stores.open(uri));
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
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
        long last = store.state(attachment.sessionId(), NOW).orElseThrow().lastSequence();
        store.read(
                attachment,
                0,
                last,
                1,
                (first, count, bytes, offset, length) -> entries.add(new String(bytes, offset, length, UTF_8)));
        return entries;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
