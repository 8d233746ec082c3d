package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.FrameFormat;

/**
 * What the agent knows outlives the connection: a booking that is half made goes on where it was, and a tool that was at
 * work when the line dropped has not worked for nothing.
 */
@Tag("context-preservation")
@Tag("reconnection")
@ExtendWith(RepriseExtension.class)
class AgentStateTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.reprise.stress.scenario.Played#formats")
    void dropWhileAToolIsAtWork_preservesMemoryWorkflowCallsAndPreferences(FrameFormat format) {
        Played.of(new AgentStateScenario(), format).restoredEverything();
    }

    @Test
    void stateWrittenThroughASupersededAttachment_isFencedAndChangesNothing(
            Stage stage, RepriseServer server, Visitor visitor) {
        Attachment superseded = server.attachment(visitor.sessionId()).orElseThrow();
        visitor.client().reset();
        visitor.connect();
        ContextStore store = stage.store().orElseThrow();

        assertThatThrownBy(() -> store.putHead(superseded, new byte[] {1})).isInstanceOf(FencedException.class);

        assertThat(stage.stored(visitor.sessionId())).contains(visitor.ledger());
        assertThat(visitor.faults()).isEmpty();
    }
}
