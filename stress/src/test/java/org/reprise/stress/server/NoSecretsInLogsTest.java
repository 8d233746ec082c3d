package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.reprise.stress.server.Hello.JSON;
import static org.reprise.stress.server.Hello.NO_EPOCH;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Durability;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;
import org.reprise.resume.ResumeService;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;

/** Whatever goes wrong, no log at its default level holds a token, a key or a word that was said. */
@Timeout(120)
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class NoSecretsInLogsTest {

    private static final String SAID = "the-word-that-was-said";
    private static final Logger ROOT = Logger.getLogger("");

    private final Log log = new Log();
    private Level before;

    /** The level of a JVM that nobody has set up. */
    @BeforeEach
    void listen() {
        before = ROOT.getLevel();
        ROOT.setLevel(Level.INFO);
        ROOT.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        ROOT.removeHandler(log);
        ROOT.setLevel(before);
    }

    @Test
    void conversationWithRefusalsAndFailures_leavesNoTokenAndNoWordInTheLog(Stage stage) throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        ContextStore store = awayWhile(away, new MemoryStore());
        ResumeService service = Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock());
        String session = stage.sessionId(0);
        String token = stage.token(session);
        String revoked = stage.token(session);
        stage.tokens().revoke(revoked);
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        RepriseServer server = RepriseServer.start(
                service,
                new Talkative(),
                ServerOptions.DEFAULT.withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(25)));
        try {
            ReconnectingClient client = stage.closing(new ReconnectingClient(
                    stage.network(),
                    ClientOptions.of(
                                    server.uri(),
                                    () -> token,
                                    stage.settings().service().format(),
                                    new Random(1))
                            .manual(),
                    ClientListener.NONE));
            client.connect().get(30, TimeUnit.SECONDS);
            client.say("one", SAID).get(30, TimeUnit.SECONDS);
            client.reset();
            client.connect().get(30, TimeUnit.SECONDS);
            client.say("two", SAID).get(30, TimeUnit.SECONDS);
            client.disconnect();

            for (String refused : List.of(forged, revoked, "", SAID, token + SAID, token.substring(9))) {
                said(server, Hello.with(refused));
            }
            said(server, Hello.with(token, NO_EPOCH, "-1"));
            for (String frame : List.of(
                    SAID,
                    "{\"type\":\"" + SAID + "\"}",
                    "{\"type\":\"hello\",\"token\":\"" + token + "\",\"epoch\":\"" + SAID + "\"}",
                    "{\"type\":\"hello\",\"token\":\"" + token,
                    "{\"token\":\"" + token + "\"}" + SAID.repeat(300))) {
                said(server, frame);
            }
            for (String frame : List.of(
                    SAID,
                    Hello.message(9, SAID),
                    Hello.message(-1, SAID),
                    Hello.message(3, SAID).replace("\"at\"", "\"" + SAID + "\""),
                    Hello.message(3, SAID.repeat(2_000)).replace("2026-01-01", SAID),
                    // The agent fails, and says so with what it was told.
                    Hello.message(3, "fail " + SAID))) {
                said(server, Hello.with(token), frame);
            }
            try (RawSocket half = RawSocket.open(server.uri(), JSON)) {
                byte[] hello = RawSocket.frame(
                        RawSocket.FINAL | RawSocket.TEXT, Hello.with(token).getBytes(StandardCharsets.UTF_8));
                half.write(Arrays.copyOf(hello, hello.length / 2));
            }
            try (RawSocket query = RawSocket.tcp(server.uri())) {
                query.write(("GET /reprise?token=" + token + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + token
                                + "\r\nReprise-Hello: " + token
                                + "\r\nUpgrade: " + SAID + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                query.isEndedByTheServer();
            }
            try (RawSocket garbage = RawSocket.tcp(server.uri())) {
                garbage.write((token + SAID + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                garbage.isEndedByTheServer();
            }
            try (RawSocket unmasked = RawSocket.open(server.uri(), JSON)) {
                byte[] frame = {(byte) 0x81, (byte) SAID.length()};
                unmasked.write(frame);
                unmasked.write(SAID.getBytes(StandardCharsets.US_ASCII));
                ended(unmasked);
            }
            away.set(true);
            said(server, Hello.with(token));
            server.close();
        } finally {
            server.close();
        }

        assertThat(log.text()).contains("Started oejs.Server");
        assertThat(log.text())
                .doesNotContain(SAID)
                .doesNotContain(token)
                .doesNotContain(revoked)
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1, token.length() - 4))
                .doesNotContain(revoked.substring(revoked.lastIndexOf('.') + 1))
                .doesNotContain(stage.settings().service().secret());
    }

    /** Says something by a connection of its own, and waits until the server has ended it, or a while. */
    private static void said(RepriseServer server, String... frames) throws Exception {
        try (RawSocket socket = RawSocket.open(server.uri(), JSON)) {
            for (String frame : frames) {
                socket.send(frame);
            }
            ended(socket);
        }
        await().until(() -> server.openConnections() == 0);
    }

    private static void ended(RawSocket socket) throws IOException {
        try {
            socket.closeCode();
        } catch (EOFException | SocketException e) {
            // Without a word, which is as good.
        }
    }

    /** An agent that answers with what was said, everywhere it can be put, or fails with it. */
    private static final class Talkative implements Agent {
        @Override
        public void begin(AgentSession session) {}

        @Override
        public void answer(AgentSession session, Message message) {
            String said = message.content();
            if (said == null || said.startsWith("fail")) {
                throw new IllegalStateException("no answer to '" + said + "'");
            }
            session.append(Message.of("answer-" + message.id(), Role.ASSISTANT, said, Instant.EPOCH));
            SessionHead head = new SessionHead(
                    session.sessionId(),
                    said,
                    said,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Workflow.NONE,
                    Map.of(said, new Variable(new Value.Text(said), Durability.DURABLE)),
                    Map.of(said, new Value.Text(said)));
            session.putHead(head);
        }
    }

    private static ContextStore awayWhile(AtomicBoolean away, ContextStore store) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    if (away.get() && !method.getName().equals("close")) {
                        throw new StoreUnavailableException("the store is away", null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** All that is logged, with its parameters and the stack traces of what was thrown. */
    private static final class Log extends Handler {
        private final Queue<String> records = new ConcurrentLinkedQueue<>();
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            StringWriter text = new StringWriter();
            text.append(record.getLoggerName())
                    .append(' ')
                    .append(formatter.formatMessage(record))
                    .append('\n');
            if (record.getParameters() != null) {
                text.append(Arrays.toString(record.getParameters())).append('\n');
            }
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            records.add(text.toString());
        }

        String text() {
            return String.join("", records);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
