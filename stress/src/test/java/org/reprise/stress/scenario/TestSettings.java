package org.reprise.stress.scenario;

import org.reprise.codec.BinaryCodec;
import org.reprise.context.Message;
import org.reprise.resume.ResumeService;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;
import org.reprise.stress.server.FrameTrace;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/** Small runs: as many reconnects as it takes to judge what does not depend on time. */
public final class TestSettings {

    private static final String SECRET = "0f".repeat(32);

    private TestSettings() {}

    /** A small run over JSON frames. */
    public static Settings small() {
        return with(new JsonFrames());
    }

    /** A small run over binary frames. */
    public static Settings smallBinary() {
        return with(new BinaryFrames());
    }

    private static Settings with(FrameFormat format) {
        return new Settings(
                10,
                10,
                "generated",
                42,
                format,
                false,
                null,
                SECRET,
                FrameTrace.OFF,
                Evidence.none(),
                Settings.Objectives.DEFAULT);
    }

    /** A service of its own, with the stage's tokens. */
    public static ResumeService service(Stage stage) {
        return Stage.service(new MemoryStore(), new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock());
    }

    /** An agent that says nothing. */
    public static Agent silentAgent() {
        return new Agent() {
            @Override
            public void begin(AgentSession session) {}

            @Override
            public void answer(AgentSession session, Message message) {}
        };
    }
}
