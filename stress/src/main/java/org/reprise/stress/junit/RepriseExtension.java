package org.reprise.stress.junit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.store.uri.Stores;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.scenario.Evidence;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.Visitor;
import org.reprise.stress.server.FrameTrace;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/**
 * Gives a test method what it asks for by its parameters, and closes all of it afterwards:
 *
 * <ul>
 *   <li>{@link RepriseServer}: a server on a free port, over a store in memory, with a clock that the test moves;
 *   <li>{@link SessionTokens}: the token service whose tokens it takes;
 *   <li>{@link Visitor}: an established conversation, two turns long, with its connected client. Each parameter is another
 *       session;
 *   <li>{@link ReconnectingClient}: a client of a further session that reconnects by itself and has not been started;
 *   <li>{@link Stage}: where they all are, with the clock and the store.
 * </ul>
 *
 * <p>All parameters of one test are of one stage; no two tests share anything.
 */
public final class RepriseExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RepriseExtension.class);
    private static final List<Class<?>> GIVEN =
            List.of(Stage.class, RepriseServer.class, SessionTokens.class, Visitor.class, ReconnectingClient.class);
    private static final int LEAST_CYCLES = 10;
    private static final int SESSIONS = 10;
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final int CONVERSATIONS = 2;
    private static final int ESTABLISHED_TURNS = 2;

    private final Settings settings;

    /** Over JSON frames, with generated conversations. */
    public RepriseExtension() {
        this(settings(new JsonFrames()));
    }

    /** With settings of one's own. */
    public RepriseExtension(Settings settings) {
        this.settings = settings;
    }

    /** Settings of a small run in this process, with generated conversations, a clock that is moved and a new secret. */
    public static Settings settings(FrameFormat format) {
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Settings(
                new Settings.Workload(LEAST_CYCLES, SESSIONS, LENGTH, "generated", 42),
                new Settings.Service(format, Stores.MEMORY, null, HexFormat.of().formatHex(secret)),
                false,
                FrameTrace.OFF,
                Evidence.none(),
                Settings.Objectives.DEFAULT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Fixture fixture = test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Fixture.class, key -> new Fixture(test.getDisplayName(), settings), Fixture.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Stage.class) {
            return fixture.stage;
        } else if (type == RepriseServer.class) {
            return fixture.stage
                    .server()
                    .orElseThrow(() -> new ParameterResolutionException(
                            "the server is at " + settings.service().target()));
        } else if (type == SessionTokens.class) {
            return fixture.stage.tokens();
        } else if (type == Visitor.class) {
            return fixture.established();
        }
        return fixture.client();
    }

    /** What one test has been given. */
    private static final class Fixture implements AutoCloseable {
        private final Stage stage;
        private final AtomicInteger sessions = new AtomicInteger();

        Fixture(String test, Settings settings) {
            this.stage = Stage.open(test, settings, CONVERSATIONS);
        }

        Visitor established() {
            Visitor visitor = stage.visitor(sessions.getAndIncrement());
            visitor.connect();
            visitor.talk(ESTABLISHED_TURNS);
            return visitor;
        }

        ReconnectingClient client() {
            String session = stage.sessionId(sessions.getAndIncrement());
            ClientOptions options = ClientOptions.of(
                    stage.uri(),
                    () -> stage.token(session),
                    stage.settings().service().format(),
                    new Random());
            return stage.closing(new ReconnectingClient(stage.network(), options, ClientListener.NONE));
        }

        @Override
        public void close() {
            stage.close();
        }
    }
}
