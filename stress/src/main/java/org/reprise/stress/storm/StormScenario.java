package org.reprise.stress.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.reprise.store.StoreException;
import org.reprise.stress.process.TemporaryFolder;
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

    private static final Storm.Scale USUAL = new Storm.Scale(512, 40_000, 5, Duration.ofSeconds(4));

    private final Storm.Scale scale;

    /** One that is worth its figures. */
    public StormScenario() {
        this(USUAL);
    }

    /** One of another scale. */
    StormScenario(Storm.Scale scale) {
        this.scale = scale;
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
        try (TemporaryFolder folder = TemporaryFolder.create("reprise-storm");
                Storm storm = Storm.open(settings, scale, progress, folder.path())) {
            return storm.play();
        } catch (IOException e) {
            throw new UncheckedIOException("the storm's folder cannot be made or removed", e);
        } catch (StoreException | IllegalStateException | UncheckedIOException e) {
            throw new StageException(String.valueOf(e.getMessage()));
        }
    }
}
