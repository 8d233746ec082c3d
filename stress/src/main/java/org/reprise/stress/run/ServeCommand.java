package org.reprise.stress.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.BinaryCodec;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.CorpusException;
import org.reprise.process.AtEnd;
import org.reprise.resume.ResumeService;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.store.Revocations;
import org.reprise.store.StoreException;
import org.reprise.store.uri.Stores;
import org.reprise.stress.agent.ReplayAgent;
import org.reprise.stress.scenario.Scripts;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.server.FrameTrace;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: the server alone. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Runs the server alone, for a client of one's own or for 'run --target'. Its agent replays the corpus.",
        footer = {
            "",
            "Example:",
            "  java -jar stress.jar serve --port 8080",
            "",
            "It prints the endpoint, the secret, and a token for a first session, and runs until it is interrupted."
        })
public final class ServeCommand implements Callable<Integer> {

    private static final String FIRST_SESSION = "demo-4-0";

    @Option(names = "--port", defaultValue = "0", description = "The port; 0, the default, for a free one.")
    private int port;

    @Option(names = "--corpus", defaultValue = "generated", description = "What the agent replays. Default: generated.")
    private String corpus;

    @Option(names = "--seed", defaultValue = "42", description = "Draws conversations. Default: 42.")
    private long seed;

    @Option(
            names = "--store",
            paramLabel = "URI",
            defaultValue = Stores.MEMORY,
            description = "Where sessions are kept: " + RunCommand.STORES)
    private String storeUri;

    @Option(
            names = "--secret",
            description = "The key for tokens, at least 32 bytes, hexadecimal. Default: a random one.")
    private @Nullable String secret;

    @Option(names = "--debug", description = "Print each frame; tokens are not shown.")
    private boolean debug;

    @Override
    public Integer call() throws InterruptedException {
        String key = secret == null ? RunCommand.newSecret() : RunCommand.requireSecret(secret);
        try {
            Scripts scripts = new Scripts(Corpora.open(corpus, seed));
            InstantSource clock = InstantSource.system();
            FrameTrace trace = debug ? (event, what) -> System.out.println(event + " " + what) : FrameTrace.OFF;
            try (ContextStore store = Stores.open(storeUri);
                    Revocations revocations = Stores.openRevocations(storeUri, clock)) {
                SessionTokens tokens = Stage.tokens(key, revocations, clock);
                serve(Stage.service(store, new BinaryCodec(), tokens, scripts, clock), scripts, trace, key, tokens);
            }
        } catch (CorpusException | StoreException | IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(e.getMessage());
        }
        return 0;
    }

    private void serve(ResumeService service, Scripts scripts, FrameTrace trace, String key, SessionTokens tokens)
            throws InterruptedException {
        ServerOptions options =
                ServerOptions.DEFAULT.withPort(port).withTrace(trace).withLimits(Stage.MANY_RESUMES);
        try (RepriseServer server = RepriseServer.start(service, new ReplayAgent(scripts::of), options)) {
            System.out.println("endpoint  " + server.uri());
            System.out.println("secret    " + key);
            System.out.println(
                    "token     " + tokens.issue(FIRST_SESSION, Scripts.userOf(FIRST_SESSION), Duration.ofHours(12)));
            // Clients are told, and come back as soon as there is a server again.
            AtEnd.run("reprise-server-end", server::close);
            new CountDownLatch(1).await();
        }
    }
}
