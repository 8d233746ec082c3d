package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.FrameFormat;

/**
 * Somebody who walks out of the office and goes on by phone keeps the conversation, and nobody else gets it: a session is
 * tied to its token, not to a place.
 */
@Tag("websocket-resilience")
@Tag("reconnection")
@ExtendWith(RepriseExtension.class)
class RoamingTest {

    /** With the intruders beside: forged, expired, revoked, foreign, empty and other users' tokens. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.reprise.stress.scenario.Played#formats")
    void returnFromElsewhere_isAcceptedAndEveryIntruderRefused(FrameFormat format) {
        Played.of(new RoamingScenario(), format).restoredEverything();
    }

    @Test
    void connectionLeftBehindHalfOpen_isClosedWhenItsSessionReturnsFromElsewhere(
            Stage stage, RepriseServer server, Visitor visitor) {
        ClientNetwork elsewhere = stage.networkFrom("127.0.0.9");
        visitor.client().abandon();
        assertThat(server.openConnections()).isEqualTo(1);

        visitor.connect(elsewhere);

        Waiting.until(() -> server.openConnections() == 1, "the end of the connection left behind");
        visitor.talk(1);
        assertThat(visitor.faults()).isEmpty();
    }
}
