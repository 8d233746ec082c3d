package org.reprise.stress.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreUnavailableException;
import org.reprise.stress.chaos.ChaosScenario;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Evidence;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.server.ServerOptions;
import org.reprise.wire.JsonFrames;

/**
 * A chaos run that fails tells how to see it again: its seed, its script, and a shorter one. With a bug that lets all come to
 * rest: what is found is found then, and not because a run was cut short.
 */
@Tag("once")
@Tag("chaos")
class FailingSeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LENGTH = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    @Test
    void failingSeed_isPrintedReplayedAndShrunk() throws IOException {
        Scenario.Findings failed = play(new ChaosScenario().over(Mutants.dropsToolCalls(), PATIENCE), "a");

        Path script = folder.resolve("a").resolve("chaos-script.txt");
        Path shrunk = folder.resolve("a").resolve("chaos-shrunk.txt");
        assertThat(failed.notes().get(0))
                .startsWith("seed 42; the same script again: java ")
                .contains(" run chaos --sessions 3 --for 400ms --seed 42 --corpus generated --store memory:")
                .endsWith(" --format JSON");
        assertThat(failed.notes().get(1)).contains(" steps too: java ", "--script " + shrunk);
        assertThat(Files.readAllLines(script)).first().asString().contains("run chaos --script " + script + " --for");
        assertThat(Files.readAllLines(shrunk)).first().asString().contains("run chaos --script " + shrunk + " --for");
        assertThat(Files.readAllLines(shrunk))
                .hasSizeLessThan(Files.readAllLines(script).size());

        Scenario.Findings again = play(replayed(script, Mutants.dropsToolCalls(), PATIENCE), "b");
        Scenario.Findings shorter = play(replayed(shrunk, Mutants.dropsToolCalls(), PATIENCE), "c");

        assertThat(again.notes().get(0)).contains("run chaos --script " + script + " --for 400ms --seed 42");
        assertThat(found(again)).containsAnyElementsOf(found(failed));
        assertThat(found(shorter)).containsAnyElementsOf(found(failed));
        assertThat(found(play(replayed(script, Parts.USUAL, PATIENCE), "d"))).isEmpty();
    }

    @Test
    void runThatBreaksDown_keepsItsScriptAndPrintsTheWholeCommand() {
        Scenario.Findings broken = play(new ChaosScenario().over(awayInPlay(1), PATIENCE), "a");

        assertThat(broken.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
            assertThat(verdict.observed()).contains("the store is away");
        });
        assertThat(broken.notes()).singleElement().asString().contains("--sessions 3 --for 400ms --seed 42");
        assertThat(folder.resolve("a").resolve("chaos-script.txt")).isNotEmptyFile();
    }

    @Test
    void shrinkingThatBreaksDown_leavesTheVerdictsAndSaysSo() {
        Parts mutant = Mutants.dropsToolCalls();
        Parts away = awayInPlay(2);
        Parts both = new Parts() {
            @Override
            public ContextStore store(ContextStore usual) {
                return away.store(usual);
            }

            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return mutant.server(usual, tokens);
            }
        };

        Scenario.Findings failed = play(new ChaosScenario().over(both, PATIENCE), "a");

        assertThat(found(failed)).isNotEmpty();
        assertThat(failed.verdicts()).hasSameSizeAs(Oracle.values());
        assertThat(failed.notes().get(0)).contains("--seed 42");
        assertThat(failed.notes().get(1)).contains("until that broke down", "the store is away");
    }

    /** Their store goes away in the middle of the {@code number}-th play. */
    private static Parts awayInPlay(int number) {
        AtomicInteger plays = new AtomicInteger();
        return new Parts() {
            @Override
            public ContextStore store(ContextStore usual) {
                return plays.incrementAndGet() == number ? new GoesAway(usual) : usual;
            }
        };
    }

    private static final class GoesAway extends StoreOver {
        private final AtomicInteger asked = new AtomicInteger();

        GoesAway(ContextStore store) {
            super(store);
        }

        @Override
        public long sessions() {
            if (asked.incrementAndGet() > 1) {
                throw new StoreUnavailableException("the store is away", null);
            }
            return super.sessions();
        }
    }

    private static ChaosScenario replayed(Path script, Parts parts, Duration patience) throws IOException {
        return ChaosScenario.of(script, Files.readAllLines(script)).over(parts, patience);
    }

    private Scenario.Findings play(ChaosScenario scenario, String out) {
        Settings small = RepriseExtension.settings(new JsonFrames());
        Settings settings = new Settings(
                small.workload().withSessions(3).withLength(LENGTH),
                small.service(),
                false,
                small.trace(),
                Evidence.in(folder.resolve(out)),
                small.objectives());
        return scenario.play(settings, (done, all) -> {});
    }

    /** The objectives that failed. */
    private static Set<String> found(Scenario.Findings findings) {
        return findings.verdicts().stream()
                .filter(verdict -> verdict.status() == Verdict.Status.FAIL)
                .map(Verdict::objective)
                .collect(Collectors.toSet());
    }
}
