package org.reprise.stress.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.resume.RetentionPolicy;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.BareServer;
import org.reprise.stress.scenario.EarlierSessions;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerOptions;

/** The load client speaks to a real Jetty server, and finds what is wrong. */
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class LoadClientTest {

    private static final int GUESTS = 20;
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final LongSupplier AT_ONCE = () -> 0;

    private Stage stage;
    private LoadClient client;
    private RepriseServer server;
    private List<Holding> holdings;

    @BeforeEach
    void storeSessions(Stage stage) {
        this.stage = stage;
        client = new LoadClient();
        ContextStore store = new MemoryStore();
        StormContexts contexts = new StormContexts("generated", 42, "load");
        EarlierSessions earlier =
                new EarlierSessions(store, new BinaryCodec(), stage.tokens(), RetentionPolicy.DEFAULT, stage.clock());
        for (int i = 0; i < GUESTS; i++) {
            earlier.put(contexts.sessionId(i), contexts.context(i));
        }
        holdings = IntStream.range(0, GUESTS)
                .mapToObj(i -> contexts.holding(i, stage.tokens()))
                .toList();
        server = RepriseServer.start(
                Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock()),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void bareUpgrades_areAllOpenUntilTheyAreDropped() throws Exception {
        try (BareServer bare = BareServer.start()) {
            List<BareGuest> guests = IntStream.range(0, GUESTS)
                    .mapToObj(i -> new BareGuest(client, bare.uri(), i))
                    .toList();

            WaveResult result = wave(guests);

            assertThat(result.faults()).isEmpty();
            assertThat(result.there()).isEqualTo(GUESTS);
            assertThat(result.opened()).isEqualTo(GUESTS);
        }
    }

    @Test
    void returns_bringEverythingBackEachTime() throws Exception {
        List<SessionGuest> guests = guests(holdings);

        for (int round = 0; round < 2; round++) {
            WaveResult result = wave(guests);

            assertThat(result.faults()).isEmpty();
            assertThat(result.millisTo(100)).isPositive().isGreaterThanOrEqualTo(result.millisTo(50));
            assertThat(result.latency().count()).isEqualTo(GUESTS);
            drop(guests);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void contextThatDiffersInOneByte_isFound() throws Exception {
        Holding first = holdings.get(0);
        byte[] other = first.entries().clone();
        other[other.length / 2] ^= 1;
        Holding wrong =
                new Holding(first.sessionId(), first.token(), first.head(), first.headDigest(), other, first.count());

        assertThat(faultOf(wrong)).contains("got other entries than were stored");
    }

    @Test
    void entryThatIsMissing_isFound() throws Exception {
        Holding first = holdings.get(0);
        Holding more = new Holding(
                first.sessionId(),
                first.token(),
                first.head(),
                first.headDigest(),
                Arrays.copyOf(first.entries(), first.entries().length + 1),
                first.count() + 1);

        assertThat(faultOf(more)).contains("all of " + more.count() + " entries were due");
    }

    @Test
    void tokenOfAnotherKey_isToldAsRefused() throws Exception {
        String forged = Stage.tokens(HexFormat.of().formatHex(new byte[32]), stage.clock())
                .issue(holdings.get(0).sessionId(), "nobody", Duration.ofMinutes(1));
        Holding first = holdings.get(0);

        assertThat(faultOf(new Holding(
                        first.sessionId(), forged, first.head(), first.headDigest(), first.entries(), first.count())))
                .contains("was refused: TOKEN_FORGED");
    }

    @Test
    void offeredRate_isBroughtBackAndItsSessionsCanSpeak() throws Exception {
        List<SessionGuest> guests = guests(holdings);
        wave(guests);

        OpenLoop.Result result = client.call(() -> OpenLoop.start(client, guests, 200, Duration.ofSeconds(2)))
                .thenCompose(begun -> begun)
                .get(MOST.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.faults()).isEmpty();
        assertThat(result.goodput()).isPositive();
        assertThat(result.there()).isEqualTo(result.latency().count());
        drop(guests);
        wave(guests);
        CompletableFuture<Boolean> acked = new CompletableFuture<>();
        client.call(() -> {
            guests.get(0).say("word", stage.clock().instant(), () -> acked.complete(true));
            return true;
        });
        assertThat(acked.get(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void addresses_areAllOfTheLoopbackAndEachItsOwn() {
        List<InetSocketAddress> addresses =
                IntStream.range(0, 100_000).mapToObj(LoadClient::from).toList();

        assertThat(addresses).doesNotHaveDuplicates();
        assertThat(addresses).allMatch(address -> address.getAddress().isLoopbackAddress(), "in 127.0.0.0/8");
    }

    @Test
    void contexts_haveSixteenKilobytesAndAreTheSameForBothEnds() {
        StormContexts again = new StormContexts("generated", 42, "load");

        assertThat(holdings)
                .allSatisfy(holding -> assertThat(holding.head().length + holding.entries().length)
                        .isBetween(StormContexts.BYTES / 2, 2 * StormContexts.BYTES));
        assertThat(again.holding(3, stage.tokens()).entries())
                .isEqualTo(holdings.get(3).entries());
    }

    private List<SessionGuest> guests(List<Holding> holdings) {
        URI uri = server.uri();
        Random random = new Random(1);
        return IntStream.range(0, holdings.size())
                .mapToObj(i -> new SessionGuest(client, uri, i, holdings.get(i), random))
                .toList();
    }

    /** What is wrong with one who expects this. */
    private String faultOf(Holding holding) throws Exception {
        CompletableFuture<String> fault = new CompletableFuture<>();
        SessionGuest guest = guests(List.of(holding)).get(0);
        client.call(() -> {
            guest.come(new Guest.Host() {
                @Override
                public void opened() {}

                @Override
                public void putOff() {}

                @Override
                public void fault(String what) {
                    fault.complete(what);
                }

                @Override
                public void there(Guest guest) {
                    fault.complete("nothing");
                }
            });
            return true;
        });
        String found = fault.get(MOST.toSeconds(), TimeUnit.SECONDS);
        drop(List.of(guest));
        return found;
    }

    private WaveResult wave(List<? extends Guest> guests) throws Exception {
        return client.call(() -> Wave.start(client, guests, AT_ONCE, MOST))
                .thenCompose(begun -> begun)
                .get(MOST.toSeconds() + 5, TimeUnit.SECONDS);
    }

    private void drop(List<? extends Guest> guests) throws Exception {
        client.call(() -> {
                    guests.forEach(Guest::leave);
                    return true;
                })
                .get(MOST.toSeconds(), TimeUnit.SECONDS);
    }
}
