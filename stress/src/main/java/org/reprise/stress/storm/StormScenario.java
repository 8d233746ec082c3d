package org.reprise.stress.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.reprise.store.StoreException;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.StageException;

/**
 * When a network or a server comes back, everybody is there again at once, with everything: nobody waits for much longer
 * than it takes to connect at all.
 *
 * <p>A server process of its own with half a gigabyte of heap, all its sessions with 16 KB each; all are dropped together,
 * and all come back with nothing, together, and by the client's back-off. Beside it, in turns, as many bare upgrades.
 */
public final class StormScenario implements Scenario {

    /** Its name on the command line. */
    public static final String NAME = "storm";

    private static final int WARM_UP_RETURNS = 40_000;
    private static final int ROUNDS = 5;
    private static final Duration OFFERED = Duration.ofSeconds(4);

    private final int warmUpReturns;
    private final int rounds;
    private final Duration offered;

    /** One that is worth its figures. */
    public StormScenario() {
        this(WARM_UP_RETURNS, ROUNDS, OFFERED);
    }

    /**
     * One with so many rounds.
     *
     * @param warmUpReturns how many returns go before the rounds
     * @param rounds at least 3
     * @param offered for how long each rate is offered
     */
    StormScenario(int warmUpReturns, int rounds, Duration offered) {
        this.warmUpReturns = warmUpReturns;
        this.rounds = rounds;
        this.offered = offered;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String promise() {
        return "when everybody returns at once, everybody is there again, hardly later than it takes to connect";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public void requirePlayable(Settings settings) {
        if (settings.service().target() == null) {
            OpenFiles.require(settings.workload().sessions(), OpenFiles.most());
        }
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        if (settings.service().target() != null) {
            return Scenario.notApplicable(NAME, "judged", "it measures the process of a server of its own");
        }
        try (Storm storm = Storm.open(settings, warmUpReturns, rounds, offered, progress)) {
            return storm.play();
        } catch (IOException e) {
            throw new UncheckedIOException("the storm's folder cannot be made or removed", e);
        } catch (StoreException | IllegalStateException | UncheckedIOException e) {
            throw new StageException(String.valueOf(e.getMessage()));
        }
    }
}
