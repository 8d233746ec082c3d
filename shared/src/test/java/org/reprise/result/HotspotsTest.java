package org.reprise.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotspotsTest {

    private static final long BUSY_NANOS = Duration.ofMillis(800).toNanos();

    @TempDir
    private Path folder;

    private volatile int[] kept = {};
    private volatile LongSupplier keptLambda = () -> 0;

    @Test
    void whatWorksAndAllocates_isFoundWithItsLine() throws IOException {
        Hotspots hotspots = recorded(this::allocate);

        assertThat(hotspots.samples()).isPositive();
        assertThat(hotspots.methods())
                .hasSizeBetween(1, 5)
                .anySatisfy(spot -> assertThat(spot.where()).startsWith("HotspotsTest.allocate:"));
        assertThat(hotspots.allocations().get(0).what()).isEqualTo("int[]");
        assertThat(hotspots.allocations().get(0).where()).startsWith("HotspotsTest.allocate:");
        assertThat(hotspots.allocations().get(0).share()).isBetween(0.5, 1.0);
    }

    @Test
    void aLambda_isNamedByItsClassWithoutItsAddress() throws IOException {
        assertThat(recorded(this::allocateLambdas).allocations().get(0).what()).isEqualTo("HotspotsTest$$Lambda");
    }

    private Hotspots recorded(Runnable work) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.enable("jdk.ObjectAllocationInNewTLAB");
            recording.enable("jdk.ObjectAllocationOutsideTLAB");
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return Hotspots.read(file, 5);
    }

    private void allocateLambdas() {
        long end = System.nanoTime() + BUSY_NANOS / 4;
        while (System.nanoTime() < end) {
            keptLambda = () -> end;
        }
    }

    private void allocate() {
        long end = System.nanoTime() + BUSY_NANOS;
        while (System.nanoTime() < end) {
            int[] made = new int[1_000];
            for (int i = 1; i < made.length; i++) {
                made[i] = made[i - 1] * 31 + i;
            }
            kept = made;
        }
    }

    @Test
    void whatIsNoRecording_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("no.jfr"), "nonsense");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Hotspots.read(file, 5));
    }
}
