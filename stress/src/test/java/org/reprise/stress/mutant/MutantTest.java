package org.reprise.stress.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reprise.stress.oracle.Oracle.ACCESS;
import static org.reprise.stress.oracle.Oracle.DIGEST;
import static org.reprise.stress.oracle.Oracle.HEAP;
import static org.reprise.stress.oracle.Oracle.SEQUENCE;
import static org.reprise.stress.oracle.Oracle.TIMING;
import static org.reprise.stress.oracle.Oracle.VERDICT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.chaos.Action;
import org.reprise.stress.chaos.ChaosRun;
import org.reprise.stress.chaos.ChaosScript;
import org.reprise.stress.chaos.Intruder;
import org.reprise.stress.chaos.Step;
import org.reprise.stress.fault.Direction;
import org.reprise.stress.fault.Fault;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Settings;
import org.reprise.wire.JsonFrames;

/** An oracle counts only if it has been seen to fail: each finds the known bugs of public systems that are its to find. */
@Tag("once")
@Tag("websocket-resilience")
class MutantTest {

    /** A service that is sound comes to rest by then, however slow the machine. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(32);
    /** A mutant that never comes to rest is waited for as long as a sound service needs, and on most machines no longer. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    /** Some mutants go through the same run. */
    private static final Map<ChaosScript, Control> CONTROLS = new ConcurrentHashMap<>();

    private static final Action SAY = new Action.Say(0);
    private static final Action SETTLE = new Action.Settle();
    private static final Action RESET = new Action.Leave(0, Action.Manner.RESET);
    private static final Action ABANDON = new Action.Leave(0, Action.Manner.ABANDON);
    private static final Action ALL_GONE = new Action.AwaitAllGone();
    private static final Action ALL_STORED = new Action.AwaitAllStored();
    private static final Action RETIRE = new Action.Retire();
    private static final Action TAKE_OVER = new Action.TakeOver(0);
    private static final Action BLACK_HOLE = new Action.Inject(0, new Fault.BlackHole(Direction.TO_CLIENT));

    private static final List<Action> SAY_AND_GO = List.of(SAY, SETTLE, RESET, ALL_GONE, SETTLE);
    private static final List<Action> TWICE =
            List.of(SAY, SETTLE, RESET, ALL_GONE, SETTLE, SAY, SETTLE, RESET, ALL_GONE, SETTLE);
    private static final List<Action> PARKED = away(Duration.ofSeconds(31));
    private static final List<Action> EXPIRED = away(Duration.ofSeconds(301));
    /** Something is said at the end: a client has all that it waits for before a server has answered what it was sent again. */
    private static final List<Action> TAKEN_OVER_WITH_A_BACKLOG =
            List.of(SAY, SETTLE, BLACK_HOLE, SAY, ABANDON, ALL_STORED, SETTLE, SAY, SETTLE);

    /** The last step comes {@code lastAfterMillis} after the one before, all others at once. */
    private record Mutant(
            String bug,
            String reference,
            Oracle oracle,
            Supplier<Parts> parts,
            int lastAfterMillis,
            List<Action> actions) {
        Mutant(String bug, String reference, Oracle oracle, Supplier<Parts> parts, Action... actions) {
            this(bug, reference, oracle, parts, 0, List.of(actions));
        }

        Mutant(String bug, String reference, Oracle oracle, Supplier<Parts> parts, List<Action> actions) {
            this(bug, reference, oracle, parts, 0, actions);
        }

        ChaosScript script() {
            int last = actions.size() - 1;
            return new ChaosScript(
                    1,
                    IntStream.rangeClosed(0, last)
                            .mapToObj(i -> new Step(i == last ? lastAfterMillis : 0, actions.get(i)))
                            .toList());
        }

        /** Its line in the README. */
        String row() {
            String name = oracle.name().charAt(0) + oracle.name().substring(1).toLowerCase(Locale.ROOT);
            return "| " + bug + " | " + reference + " | " + name + " | yes |";
        }

        @Override
        public String toString() {
            return bug + " (" + reference + "): " + oracle;
        }
    }

    /**
     * What a sound service does in a run.
     *
     * @param faults what is found in it with the most patience
     * @param patience the least, of those that were tried, with which nothing is found either
     */
    private record Control(Map<Oracle, List<String>> faults, Duration patience) {

        static Control of(ChaosScript script) {
            Duration patience = LEAST_PATIENCE;
            while (patience.compareTo(MOST_PATIENCE) < 0
                    && !faultsIn(script, Parts.USUAL, patience).isEmpty()) {
                patience = patience.multipliedBy(2);
            }
            return new Control(faultsIn(script, Parts.USUAL, MOST_PATIENCE), patience);
        }
    }

    private static Map<Oracle, List<String>> faultsIn(ChaosScript script, Parts parts, Duration patience) {
        Settings settings = RepriseExtension.settings(new JsonFrames());
        return ChaosRun.play(script, settings, new Calm().then(parts), patience, (done, all) -> {})
                .faults();
    }

    /**
     * What is found in a mutant with a sound service's patience. Where its bug has not come to light by then, the machine may
     * have stood still before there was anything to judge: it is given more, and at last the most that anybody is given.
     */
    private static Map<Oracle, List<String>> faultsIn(Mutant mutant, Duration patience) {
        Map<Oracle, List<String>> found =
                faultsIn(mutant.script(), mutant.parts().get(), patience);
        return found.containsKey(mutant.oracle()) || patience.compareTo(MOST_PATIENCE) >= 0
                ? found
                : faultsIn(mutant, patience.multipliedBy(2));
    }

    private static List<Action> away(Duration time) {
        return List.of(SAY, SETTLE, RESET, ALL_GONE, new Action.Pass(time), SETTLE);
    }

    private static List<Action> intruded(Intruder intruder) {
        return List.of(SAY, SETTLE, new Action.Intrude(0, intruder), SETTLE);
    }

    private static List<Action> longHistoryForAnEmptyReplica() {
        List<Action> actions = new ArrayList<>(Collections.nCopies(200, SAY));
        actions.addAll(List.of(SETTLE, TAKE_OVER, SETTLE));
        return actions;
    }

    // spotless:off
    private static Stream<Mutant> mutants() {
        return Stream.of(
                new Mutant(
                        "replay does not advance the offset",
                        "socket.io#5419",
                        SEQUENCE,
                        Mutants::replaysFromTheFirstOffset,
                        TWICE),
                new Mutant(
                        "the last packet expires before its session, which is then refused",
                        "socket.io#5282",
                        ACCESS,
                        Mutants::forgetsTheLastPacketFirst,
                        PARKED),
                new Mutant(
                        "a drop before the first event never recovers",
                        "socket.io#5538",
                        VERDICT,
                        Mutants::doesNotKnowWhoHasHadNothing,
                        SETTLE,
                        RESET,
                        ALL_GONE,
                        SETTLE),
                new Mutant(
                        "the old socket's end tears down the new session",
                        "socket.io#4880, streamlit#15909",
                        ACCESS,
                        Mutants::closesTheSessionWithItsOldConnection,
                        SAY,
                        SETTLE,
                        ABANDON,
                        SETTLE,
                        SAY,
                        SETTLE),
                new Mutant(
                        "messages of the half-open time are lost on takeover",
                        "mosquitto#1650",
                        SEQUENCE,
                        Mutants::countsWhatWasSentAsDelivered,
                        TAKEN_OVER_WITH_A_BACKLOG),
                new Mutant(
                        "one path is not counted, so sequences diverge",
                        "aspnetcore#55575",
                        SEQUENCE,
                        Mutants::doesNotCountOneOfThePaths,
                        TWICE),
                new Mutant(
                        "a negative sequence silences the line",
                        "aspnetcore#69283",
                        SEQUENCE,
                        Mutants::countsFromANegativeSequence,
                        SAY,
                        SETTLE,
                        new Action.Intrude(0, Intruder.NEGATIVE),
                        SETTLE,
                        SAY,
                        SETTLE),
                new Mutant(
                        "another user resumes the session",
                        "aspnetcore#67311, colyseus#354",
                        ACCESS,
                        Mutants::asksForNoOwner,
                        intruded(Intruder.OTHER_USER)),
                new Mutant(
                        "an empty id is accepted",
                        "colyseus#455",
                        ACCESS,
                        Mutants::takesAnEmptyId,
                        intruded(Intruder.NOBODY)),
                new Mutant(
                        "a new epoch with the old offset is served as recovered",
                        "centrifuge-go#160",
                        SEQUENCE,
                        Mutants::goesOnInANewEpoch,
                        EXPIRED),
                new Mutant(
                        "an empty epoch skips the check",
                        "centrifuge-go#159",
                        ACCESS,
                        Mutants::doesNotCompareAnEmptyEpoch,
                        intruded(Intruder.NO_EPOCH)),
                new Mutant(
                        "an ended session's loop still delivers",
                        "centrifuge-go#150",
                        ACCESS,
                        Mutants::servesWhoHasBeenSuperseded,
                        SAY,
                        SETTLE,
                        TAKE_OVER,
                        SETTLE,
                        SAY,
                        SETTLE),
                new Mutant(
                        "the backlog comes before its handler is there",
                        "hivemq-mqtt-client#254",
                        SEQUENCE,
                        Mutants::sendsTheBacklogFirst,
                        TAKEN_OVER_WITH_A_BACKLOG),
                new Mutant(
                        "a message that was sent again is stored again",
                        "CocoaMQTT#569",
                        SEQUENCE,
                        Mutants::storesAgainWhatIsSentAgain,
                        TAKEN_OVER_WITH_A_BACKLOG),
                new Mutant(
                        "the history is appended twice on resume",
                        "klangk#1064",
                        DIGEST,
                        Mutants::appendsTheHistoryOnReturn,
                        SAY_AND_GO),
                new Mutant(
                        "the last streamed chunk is lost",
                        "hermes-agent#53700",
                        DIGEST,
                        Mutants::losesTheLastPiece,
                        SAY,
                        SETTLE),
                new Mutant(
                        "tool calls are dropped by the serializer",
                        "langchain#34958",
                        DIGEST,
                        Mutants::dropsToolCalls,
                        SAY,
                        SAY,
                        SAY,
                        SAY,
                        SETTLE),
                new Mutant(
                        "an old snapshot gives an error instead of a session",
                        "spring-session#280",
                        ACCESS,
                        Mutants::readsNoOldSnapshots,
                        PARKED),
                new Mutant(
                        "a list of ids is never trimmed",
                        "atmosphere#1566",
                        HEAP,
                        Mutants::keepsEveryId,
                        SAY,
                        SAY,
                        SAY,
                        SETTLE,
                        RETIRE),
                new Mutant(
                        "the scheduler pins closed connections",
                        "atmosphere#1374",
                        HEAP,
                        Mutants::pinsClosedConnections,
                        SAY,
                        SETTLE,
                        RETIRE),
                new Mutant(
                        "the client's session tracker keeps closed sessions",
                        "jetty.project#14328",
                        HEAP,
                        Mutants::tracksClosedSessions,
                        SAY,
                        SETTLE,
                        RETIRE),
                new Mutant(
                        "a restore reads without bound",
                        "redis-streams-adapter#47",
                        HEAP,
                        Mutants::readsEverythingAtOnce,
                        longHistoryForAnEmptyReplica()),
                new Mutant(
                        "an endless reconnect loop without back-off",
                        "mattermost#30388",
                        TIMING,
                        Mutants::triesAgainAtOnce,
                        1_000,
                        List.of(
                                SETTLE,
                                new Action.Inject(0, new Fault.Refuse()),
                                new Action.Inject(0, new Fault.Reset()),
                                SETTLE)),
                new Mutant(
                        "the outcome is claimed full though items were dropped",
                        "many",
                        VERDICT,
                        Mutants::claimsToHaveDroppedNothing,
                        PARKED));
    }
    // spotless:on

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void bug_isFoundByItsOracleAndTheSameRunPassesWithoutIt(Mutant mutant) {
        ChaosScript script = mutant.script();

        Control control = CONTROLS.computeIfAbsent(script, Control::of);
        Map<Oracle, List<String>> mutated = faultsIn(mutant, control.patience());

        assertThat(control.faults()).isEmpty();
        assertThat(mutated).containsKey(mutant.oracle());
    }

    @Test
    void readme_showsThisTable() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("README.md"));

        assertThat(readme.stream().filter(line -> line.endsWith(" | yes |")))
                .containsExactlyElementsOf(mutants().map(Mutant::row).toList());
    }
}
