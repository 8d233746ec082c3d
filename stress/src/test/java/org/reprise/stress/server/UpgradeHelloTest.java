package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.resume.Position;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.wire.Frame;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireMessage;

/** A client that may set headers saves a round trip. */
@Timeout(60)
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class UpgradeHelloTest {

    private static final String JSON = "reprise.json.v1";

    @Test
    void helloInTheUpgradeRequest_isAnsweredByTheWelcome(Stage stage) throws InterruptedException {
        WireMessage hello = new JsonFrames().encode(new Frame.Hello(stage.token(stage.sessionId(0)), Position.NONE));

        try (RawClient client = connect(stage, UpgradeHello.header(hello))) {
            assertThat(client.next()).contains("\"welcome\"", "\"clean\"");
        }
    }

    @Test
    void tokenThatIsNoGood_isRefusedAsInAFrame(Stage stage) throws InterruptedException {
        WireMessage hello = new JsonFrames().encode(new Frame.Hello("no token", Position.NONE));

        try (RawClient client = connect(stage, UpgradeHello.header(hello))) {
            assertThat(client.next()).contains("\"refused\"", "token-malformed");
            assertThat(client.closed()).startsWith("4001 ");
        }
    }

    @Test
    void otherFrameInTheUpgradeRequest_isClosedAsBadFrame(Stage stage) {
        try (RawClient client =
                connect(stage, UpgradeHello.header(WireMessage.Text.of("{\"type\":\"ping\",\"nonce\":1}")))) {
            assertThat(client.closed()).startsWith("4000 the first frame must be a hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6_000})
    void headerThatIsNoMessage_isAnswered400(int length, Stage stage) {
        assertThatThrownBy(() -> connect(stage, "x".repeat(length)).close())
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(400));
        assertThat(stage.server().orElseThrow().openConnections()).isZero();
    }

    @Test
    void clientWhoseHeaderIsLostOnTheWay_saysHelloAgain(Stage stage) throws Exception {
        try (HeaderThief road = new HeaderThief(stage.uri())) {
            ReconnectingClient client = stage.closing(new ReconnectingClient(
                    stage.network(),
                    ClientOptions.of(
                            road.uri(),
                            () -> stage.token(stage.sessionId(0)),
                            stage.settings().service().format(),
                            new Random(1)),
                    ClientListener.NONE));

            Resumed resumed = client.connect().get(30, TimeUnit.SECONDS);

            assertThat(resumed.outcome()).isEqualTo(Frame.Outcome.CLEAN);
            assertThat(stage.server()
                            .orElseThrow()
                            .attachment(stage.sessionId(0))
                            .orElseThrow()
                            .number())
                    .isEqualTo(1);
        }
    }

    private static RawClient connect(Stage stage, String header) {
        return RawClient.connect(stage.uri(), JSON, Map.of(UpgradeHello.HEADER, header));
    }

    /** Lets everything through but the header, as some proxies do with headers that they do not know. */
    private static final class HeaderThief implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final URI target;

        HeaderThief(URI target) throws IOException {
            this.target = target;
            start(this::connect);
        }

        URI uri() {
            return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + target.getPath());
        }

        private void connect() throws IOException {
            try (Socket client = listener.accept();
                    Socket server = new Socket(target.getHost(), target.getPort())) {
                start(() -> server.getInputStream().transferTo(client.getOutputStream()));
                InputStream from = client.getInputStream();
                OutputStream to = server.getOutputStream();
                byte[] piece = new byte[1 << 16];
                for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
                    String text = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                    to.write(text.replace(UpgradeHello.HEADER, "Forgotten").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }

        private static void start(Transfer transfer) {
            Thread thread = new Thread(() -> {
                try {
                    transfer.run();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private interface Transfer {
            void run() throws IOException;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
