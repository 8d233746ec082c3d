package org.reprise.stress.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.reprise.stress.fault.Direction;
import org.reprise.stress.fault.Fault;
import org.reprise.stress.fault.Quality;

/**
 * What happens in a chaos run, in order.
 *
 * @param sessions how many sessions there are, at least 1
 * @param steps the steps; the last ones settle and retire
 */
public record ChaosScript(int sessions, List<Step> steps) {

    private static final Duration PARKS = Duration.ofSeconds(31);
    private static final Duration EXPIRES = Duration.ofSeconds(301);

    /** How long a round lasts before all is settled. */
    private static final int ROUND_MILLIS = 3_000;

    /** Between two steps of all sessions together. */
    private static final int MOST_GAP_MILLIS = 12;

    private static final int SERVER_SHARE = 250;
    private static final int FRAME_BYTES = 4_000;
    private static final int HANDSHAKE_BYTES = 400;

    public ChaosScript {
        steps = List.copyOf(steps);
        if (sessions < 1) {
            throw new IllegalArgumentException("a script of " + sessions + " sessions, at least 1 is needed");
        }
        for (Step step : steps) {
            if (step.action() instanceof Action.OfSession of && (of.session() < 0 || of.session() >= sessions)) {
                throw new IllegalArgumentException(
                        "'" + step + "' is of session " + of.session() + ", there are 0 to " + (sessions - 1));
            }
        }
    }

    /** The script of a seed: the same for the same seed, length and number of sessions. */
    public static ChaosScript of(long seed, Duration length, int sessions) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        long left = length.toMillis();
        while (left > 0) {
            long round = Math.min(left, ROUND_MILLIS);
            left -= round;
            while (round > 0) {
                int gap = random.nextInt(MOST_GAP_MILLIS + 1);
                round -= Math.max(1, gap);
                add(random, gap, sessions, steps);
            }
            steps.add(new Step(0, new Action.Settle()));
        }
        steps.add(new Step(0, new Action.Retire()));
        return new ChaosScript(sessions, steps);
    }

    private static void add(Random random, int gap, int sessions, List<Step> steps) {
        int session = random.nextInt(sessions);
        if (random.nextInt(SERVER_SHARE) == 0) {
            steps.add(new Step(gap, new Action.Restart(random.nextBoolean())));
            return;
        }
        int drawn = random.nextInt(100);
        if (drawn < 40) {
            steps.add(new Step(gap, new Action.Say(session)));
        } else if (drawn < 70) {
            steps.add(new Step(gap, new Action.Inject(session, fault(random))));
        } else if (drawn < 78) {
            steps.add(new Step(gap, new Action.Heal(session)));
        } else if (drawn < 84) {
            steps.add(new Step(gap, new Action.Leave(session, one(random, Action.Manner.values()))));
        } else if (drawn < 90) {
            steps.add(new Step(gap, new Action.Return(session)));
        } else if (drawn < 93) {
            steps.add(new Step(gap, new Action.ReturnTwice(session)));
        } else if (drawn < 95) {
            steps.add(new Step(gap, new Action.TakeOver(session)));
        } else if (drawn < 97) {
            steps.add(new Step(gap, new Action.Intrude(session, one(random, Intruder.values()))));
        } else {
            overlap(random, gap, session, steps);
        }
    }

    /** Somebody goes, time passes, and they come back just when they are parked, expire, or the server stops. */
    private static void overlap(Random random, int gap, int session, List<Step> steps) {
        steps.add(new Step(gap, new Action.Leave(session, one(random, Action.Manner.values()))));
        Action meanwhile = switch (random.nextInt(4)) {
            case 0, 1 -> new Action.Pass(PARKS);
            case 2 -> new Action.Pass(EXPIRES);
            default -> new Action.Restart(random.nextBoolean());
        };
        steps.add(new Step(random.nextInt(MOST_GAP_MILLIS), meanwhile));
        steps.add(new Step(random.nextInt(2), new Action.Return(session)));
    }

    private static Fault fault(Random random) {
        Direction either = one(random, Direction.values());
        Direction one = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
        return switch (random.nextInt(14)) {
            case 0, 1 -> new Fault.Reset();
            case 2 -> new Fault.Close();
            case 3 -> new Fault.BlackHole(either);
            case 4, 5 -> new Fault.Freeze(either);
            case 6 -> new Fault.Thaw();
            case 7, 8 -> new Fault.Cut(one, random.nextInt(FRAME_BYTES));
            case 9 -> new Fault.CutNext(one, random.nextInt(HANDSHAKE_BYTES));
            case 10 -> new Fault.CutNext(one, random.nextInt(FRAME_BYTES));
            case 11 -> new Fault.Refuse();
            case 12 -> new Fault.Accept();
            default -> new Fault.Degrade(quality(random));
        };
    }

    private static Quality quality(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Quality.GOOD.inPieces(1);
            case 1 -> Quality.GOOD.withLatency(millis(random, 10), millis(random, 20));
            case 2 -> Quality.GOOD.withBandwidth(100_000L + random.nextInt(1_000_000));
            default -> Quality.GOOD;
        };
    }

    private static Duration millis(Random random, int most) {
        return Duration.ofMillis(random.nextInt(most + 1));
    }

    private static <T> T one(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** This script with other steps. */
    ChaosScript with(List<Step> others) {
        return new ChaosScript(sessions, others);
    }

    /** The most that one session's user says. */
    int mostSaid() {
        int[] said = new int[sessions];
        int most = 0;
        for (Step step : steps) {
            if (step.action() instanceof Action.Say say) {
                most = Math.max(most, ++said[say.session()]);
            }
        }
        return most;
    }

    /** A line for each step. */
    List<String> lines() {
        return steps.stream().map(Step::toString).toList();
    }
}
