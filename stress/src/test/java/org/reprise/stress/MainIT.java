package org.reprise.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.wire.JsonFrames;

/** {@code java -jar stress.jar}, as a user runs it. */
class MainIT {

    private static final long MOST_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void runOfOneScenario_printsATableAndWritesItsResults() throws Exception {
        Path out = folder.resolve("results");

        StressJar run =
                StressJar.runInAnyTime(folder, "run", "retention", "--format", "BINARY", "--out", out.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("playing retention")
                .containsPattern("\\| retention +\\| medium outage: share of durable items kept, the least +\\| 100 % ")
                .contains("Nothing failed");
        assertThat(Files.readString(out.resolve("results.json"))).contains("org.reprise.stress.retention.restore");
        assertThat(Files.readString(out.resolve("environment.json"))).contains("\"cores\"");
        assertThat(Files.readString(out.resolve("junit.xml"))).contains("<testsuite name=\"stress\"", "failures=\"0\"");
    }

    @Test
    void runThatFails_namesTheObjectiveAndKeepsTheLedgers() throws Exception {
        Path out = folder.resolve("failed");

        StressJar run =
                run("run", "reconnect", "--restore-ms", "0.001", "--connect-ms", "120000", "--out", out.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("time to restore, longest +\\| < 0.00 ms .* FAIL ")
                .containsPattern("FAILED, with seed 42. The same run again: java -jar .*stress.jar run reconnect"
                        + " --restore-ms 0.001 --connect-ms 120000 --out ");
        assertThat(Files.readString(out.resolve("junit.xml"))).contains("failures=\"1\"");
        Path ledger = out.resolve("ledgers").resolve("reconnect-s-2-0");
        assertThat(ledger.resolve("ledger.json")).hasSameBinaryContentAs(ledger.resolve("replica.json"));
        assertThat(Files.readString(ledger.resolve("faults.txt"))).contains("time to restore, longest");
    }

    @Test
    void serverElsewhere_isJudgedFromOutsideAndTellsItsClientsThatItGoes() throws Exception {
        Process server = StressJar.start(folder.resolve("serve.out"), "serve", "--seed", "7");
        try {
            String endpoint = printed("endpoint");
            StressJar run = StressJar.runInAnyTime(
                    folder,
                    "run",
                    "reconnect",
                    "agent-state",
                    "--seed",
                    "7",
                    "--target",
                    endpoint,
                    "--secret",
                    printed("secret"));

            assertThat(run.exit()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .containsPattern("\\| reconnect +\\| context: same count, ids, order and content .* PASS ")
                    .containsPattern("\\| agent-state +\\| .* NOT APPLICABLE ");

            BlockingQueue<String> changes = new LinkedBlockingQueue<>();
            try (ClientNetwork network = ClientNetwork.from("127.0.0.1");
                    ReconnectingClient client = client(network, endpoint, printed("token"), changes)) {
                client.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
                changes.clear();
                server.destroy();
                assertThat(changes.poll(MOST_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo("WAITING 1001 the server is going away");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void debug_showsEachFrameAndNoToken() throws Exception {
        StressJar run = StressJar.runInAnyTime(folder, "run", "agent-state", "--debug");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("received Hello[token=…", "sent Welcome[", "sent Ack[")
                .doesNotContain("eyJ");
    }

    private static ReconnectingClient client(
            ClientNetwork network, String endpoint, String token, BlockingQueue<String> changes) {
        ClientOptions options = ClientOptions.of(URI.create(endpoint), () -> token, new JsonFrames(), new Random());
        return new ReconnectingClient(network, options, new ClientListener() {
            @Override
            public void stateChanged(ConnectionState state, String reason) {
                changes.add(state + " " + reason);
            }
        });
    }

    /** What the server prints behind {@code name}. */
    private String printed(String name) {
        return await().atMost(MOST_SECONDS, TimeUnit.SECONDS)
                .alias("the server prints its " + name)
                .until(
                        () -> Files.readAllLines(folder.resolve("serve.out")).stream()
                                .filter(line -> line.startsWith(name + " "))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .substring(name.length())
                .trim();
    }

    @Test
    void list_namesTheScenariosAndTheirPromises() throws Exception {
        StressJar run = run("list");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).hasSize(10).first().asString().startsWith("reconnect");
    }

    @Test
    void help_showsCommandsAndExamples() throws Exception {
        assertThat(run("--help").out()).contains("run", "list", "serve");
        assertThat(run("run", "--help").out()).contains("--cycles", "Examples:", "Exit codes");
    }

    @ParameterizedTest
    @CsvSource({
        "run wander,                      'unknown scenario ''wander'''",
        "run --store tape:1,              'store ''tape:1'''",
        "run --slope-percent -1,          --slope-percent",
        "run --cycles 3,                  3 cycles",
        "run --corpus missing.json,       missing.json",
        "run storm --sessions 2000000000, ulimit -n",
        "run --target ws://127.0.0.1:1/,  --secret",
        "--nosuchoption,                  --nosuchoption"
    })
    void wrongArguments_areRefusedInOneLine(String args, String expected) throws Exception {
        StressJar run = run(args.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1).first().asString().contains(expected);
    }

    @Test
    void runThatCannotJudgeAnything_saysSoAndDoesNotPass() throws Exception {
        StressJar run = run("run", "chaos", "--target", "ws://127.0.0.1:1/reprise", "--secret", "5e".repeat(32));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).contains("NOT APPLICABLE", "Nothing was judged").doesNotContain("survived");
    }

    private StressJar run(String... args) throws IOException, InterruptedException {
        return StressJar.run(folder, args);
    }

    @Test
    void profile_namesMethodsSitesAndRestoresAndKeepsTheRecording() throws Exception {
        Path results = folder.resolve("profiled");

        StressJar run = StressJar.runInAnyTime(folder, "run", "reconnect", "--profile", "--out", results.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("Hottest methods", "Largest allocation sites")
                .containsPattern("(?s)Longest restores.*\\| +[0-9.]+ \\| (Restored|Clean|Degraded)");
        assertThat(results.resolve("profile.jfr")).isNotEmptyFile();
    }
}
