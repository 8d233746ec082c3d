package org.reprise.stress.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.TokenVerdict;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.Visitor;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.Frame;

@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepriseExtensionTest {

    private static final int MOST_MILLIS = 30_000;

    /** Of the test before: this class looks at what is left of it, so its tests have an order. */
    private static int portBefore;

    private static ReconnectingClient clientBefore;

    @Test
    @Order(1)
    void allParameters_areOfOneStage(
            Stage stage,
            RepriseServer server,
            SessionTokens tokens,
            Visitor one,
            Visitor other,
            ReconnectingClient client)
            throws Exception {
        assertThat(stage.server()).containsSame(server);
        assertThat(tokens.verify(stage.token("any"))).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(one.sessionId()).isNotEqualTo(other.sessionId());
        assertThat(one.client().state()).isEqualTo(ConnectionState.LIVE);
        assertThat(client.state()).isEqualTo(ConnectionState.OFFLINE);
        client.connect().get(30, TimeUnit.SECONDS);
        assertThat(server.openConnections()).isEqualTo(3);
        portBefore = server.uri().getPort();
        assertThat(isServedAt(portBefore)).isTrue();
        clientBefore = client;
    }

    @Test
    @Order(2)
    void everythingOfTheTestBefore_isClosed() {
        assertThat(clientBefore.state()).isEqualTo(ConnectionState.ENDED);
        assertThat(isServedAt(portBefore)).isFalse();
    }

    @Test
    void shortOutage_bringsEverythingBack(Stage stage, Visitor visitor) {
        visitor.client().reset();
        stage.awaitAllGone();
        stage.pass(Duration.ofSeconds(20));

        Resumed resumed = visitor.connect();

        assertThat(resumed.outcome()).isEqualTo(Frame.Outcome.RESTORED);
        assertThat(visitor.client().context().orElseThrow()).isEqualTo(visitor.ledger());
    }

    @Test
    void exampleOfTheReadme_isTheTestAbove() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("void shortOutage_bringsEverythingBack(Stage stage, Visitor visitor)")
                .contains("stage.awaitAllGone();\n        stage.pass(Duration.ofSeconds(20));\n\n"
                        + "        Resumed resumed = visitor.connect();\n");
    }

    /** Whether a server like ours listens there; a port that has been given back may be another's by now. */
    private static boolean isServedAt(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(MOST_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .contains("the endpoint is " + RepriseServer.PATH);
        } catch (IOException e) {
            return false;
        }
    }
}
