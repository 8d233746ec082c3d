package org.reprise.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped by Ctrl-C or a supervisor says so, and leaves nothing behind. */
@Tag("once")
class StoppedRunTest {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final int TERMINATED = 143;

    @Test
    void runWithServersOfItsOwn_endsWithThemAndItsFiles(@TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "failover",
                        "--sessions",
                        "2",
                        "--store",
                        "sqlite:" + folder.resolve("sessions.db"))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            // A library asks a process of its own for the system's name before the run begins.
            await().atMost(MOST).until(() -> holdsFilesOfServers(folder));
            await().atMost(MOST).until(() -> run.descendants().findAny().isPresent());
            List<ProcessHandle> servers = run.descendants().toList();

            run.destroy();

            assertThat(run.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(TERMINATED);
            assertThat(Files.readString(errors, UTF_8).lines())
                    .containsExactly(
                            "stopped before the end of the run: nothing is judged, and no results are written");
            await().atMost(MOST).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(holdsFilesOfServers(folder)).isFalse();
        } finally {
            run.destroyForcibly();
        }
    }

    private static boolean holdsFilesOfServers(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "reprise-failover*")) {
            return files.iterator().hasNext();
        }
    }
}
