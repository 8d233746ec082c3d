package org.reprise.stress.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault is what it says, on real sockets. */
@Timeout(30)
class FaultProxyTest {

    private static final int MOST_MILLIS = 10_000;
    /** So long nothing must come: a failure to hold back shows at once, and on a slow machine the test still passes. */
    private static final int QUIET_MILLIS = 60;

    private static final byte[] HELLO = {1, 2, 3, 4, 5, 6, 7, 8};

    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connectThroughTheProxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        InetSocketAddress target = (InetSocketAddress) server.getLocalSocketAddress();
        proxy = FaultProxy.start(() -> target, "127.0.0.91", delays::add, new Random(1));
        connect();
    }

    private void connect() throws IOException {
        client = new Socket();
        client.connect(proxy.address());
        client.setSoTimeout(MOST_MILLIS);
        accepted = server.accept();
        accepted.setSoTimeout(MOST_MILLIS);
        await().until(() -> proxy.connections() > 0);
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        accepted.close();
        server.close();
        proxy.close();
    }

    @Test
    void untilToldOtherwise_bytesAndEndsGoThrough() throws IOException {
        send(client, HELLO);
        assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        send(accepted, HELLO);
        assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);

        client.shutdownOutput();
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        accepted.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void resetOfOneEnd_resetsTheOther() throws IOException {
        client.setSoLinger(true, 0);
        client.close();

        assertReset(accepted);
    }

    @Test
    void reset_resetsBothEnds() {
        proxy.inject(new Fault.Reset());

        assertReset(client);
        assertReset(accepted);
    }

    @Test
    void close_endsBothStreamsWithoutAReset() throws IOException {
        proxy.inject(new Fault.Close());

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void blackHole_swallowsBytesAndTheClientsEndThatWayAndLetsTheOtherThrough(Direction direction) throws IOException {
        proxy.inject(new Fault.BlackHole(direction));
        send(client, HELLO);
        send(accepted, HELLO);

        assertPassed(accepted, !direction.covers(Direction.TO_SERVER));
        assertPassed(client, !direction.covers(Direction.TO_CLIENT));
        client.shutdownOutput();
        assertEnded(accepted, !direction.covers(Direction.TO_SERVER));
    }

    @ParameterizedTest
    @EnumSource
    void blackHole_swallowsTheServersEndThatWayAndLetsTheOtherThrough(Direction direction) throws IOException {
        proxy.inject(new Fault.BlackHole(direction));

        accepted.shutdownOutput();
        send(client, HELLO);

        assertEnded(client, !direction.covers(Direction.TO_CLIENT));
        assertPassed(accepted, !direction.covers(Direction.TO_SERVER));
    }

    @ParameterizedTest
    @EnumSource
    void blackHole_isNotHealed(Direction direction) throws IOException {
        proxy.inject(new Fault.BlackHole(direction));
        proxy.heal();
        send(client, HELLO);
        send(accepted, HELLO);

        assertPassed(accepted, !direction.covers(Direction.TO_SERVER));
        assertPassed(client, !direction.covers(Direction.TO_CLIENT));
    }

    @Test
    void clientThatGoesIntoABlackHole_leavesTheServerWithAConnectionThatLooksOpen() throws IOException {
        proxy.inject(new Fault.BlackHole(Direction.TO_SERVER));

        client.close();

        assertQuiet(accepted);
        send(accepted, HELLO);
        assertQuiet(accepted);
    }

    @ParameterizedTest
    @EnumSource
    void freeze_holdsBytesAndEndsBackThatWayUntilThawed(Direction direction) throws IOException {
        proxy.inject(new Fault.Freeze(direction));
        send(client, HELLO);
        client.shutdownOutput();
        send(accepted, HELLO);
        accepted.shutdownOutput();

        if (direction.covers(Direction.TO_SERVER)) {
            assertQuiet(accepted);
        } else {
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(HELLO);
        }
        if (direction.covers(Direction.TO_CLIENT)) {
            assertQuiet(client);
        } else {
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(HELLO);
        }
        proxy.inject(new Fault.Thaw());

        if (direction.covers(Direction.TO_SERVER)) {
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(HELLO);
        }
        if (direction.covers(Direction.TO_CLIENT)) {
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void connectionMadeWhileAnotherIsFrozen_isNotFrozen() throws IOException {
        proxy.inject(new Fault.Freeze(Direction.BOTH));
        try (Socket frozen = client;
                Socket frozenToo = accepted) {
            send(frozen, HELLO);
            connect();

            send(client, HELLO);

            assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            assertQuiet(frozenToo);
        }
    }

    @Test
    void cut_passesSoManyBytesAndEndsBothStreams() throws IOException {
        proxy.inject(new Fault.Cut(Direction.TO_SERVER, 3));
        send(client, HELLO);

        assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(HELLO, 3));
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutOfTheNextConnection_sparesTheOpenOneAndThoseAfterIt() throws IOException {
        proxy.inject(new Fault.CutNext(Direction.TO_CLIENT, 2));
        send(accepted, HELLO);
        assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        closeBoth();

        connect();
        send(accepted, HELLO);
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(HELLO, 2));
        closeBoth();

        connect();
        send(accepted, HELLO);
        assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }

    @Test
    void refusal_isOneUntilConnectionsAreAcceptedAgainOnTheSamePort() throws IOException {
        proxy.inject(new Fault.Refuse());
        try (Socket refused = new Socket()) {
            assertThatThrownBy(() -> refused.connect(proxy.address())).isInstanceOf(ConnectException.class);
        }
        send(client, HELLO);
        assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        closeBoth();

        proxy.inject(new Fault.Accept());
        connect();
    }

    @Test
    void serverThatIsNotThere_resetsTheClient() throws IOException {
        server.close();
        try (Socket late = new Socket()) {
            late.connect(proxy.address());
            late.setSoTimeout(MOST_MILLIS);
            assertReset(late);
        }
    }

    @Test
    void slicing_passesOneByteAtATimeAndLosesNone() throws IOException {
        proxy.inject(new Fault.Degrade(Quality.GOOD.inPieces(1).withLatency(Duration.ofMillis(3), Duration.ZERO)));
        send(client, HELLO);

        assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        assertThat(delays).hasSize(HELLO.length).containsOnly(Duration.ofMillis(3));
    }

    @Test
    void bandwidth_holdsBytesUpByTheirNumber() throws IOException {
        proxy.inject(new Fault.Degrade(Quality.GOOD.withBandwidth(2)));
        send(client, HELLO);

        assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        assertThat(delays.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void healing_takesBackWhatWasToCome() throws IOException {
        proxy.inject(new Fault.Degrade(Quality.GOOD.withLatency(Duration.ofMillis(3), Duration.ZERO)));
        proxy.inject(new Fault.Refuse());
        proxy.inject(new Fault.CutNext(Direction.TO_SERVER, 0));
        closeBoth();

        proxy.heal();
        connect();
        send(client, HELLO);

        assertThat(accepted.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        assertThat(delays).isEmpty();
    }

    private void closeBoth() throws IOException {
        client.close();
        accepted.close();
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static void assertPassed(Socket socket, boolean expected) throws IOException {
        if (expected) {
            assertThat(socket.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        } else {
            assertQuiet(socket);
        }
    }

    private static void assertEnded(Socket socket, boolean expected) throws IOException {
        if (expected) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } else {
            assertQuiet(socket);
        }
    }

    private static void assertQuiet(Socket socket) throws IOException {
        socket.setSoTimeout(QUIET_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(MOST_MILLIS);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
