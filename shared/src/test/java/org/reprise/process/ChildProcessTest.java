package org.reprise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child is gone when it is closed, and when the process that has started it ends. */
@Timeout(60)
class ChildProcessTest {

    private static final ProcessBuilder LONG = new ProcessBuilder("sleep", "600");

    @Test
    void closed_isGoneAndStaysSo() throws IOException {
        ChildProcess child = ChildProcess.start(LONG);
        assertThat(child.process().isAlive()).isTrue();

        child.close();
        child.close();

        assertThat(child.process().isAlive()).isFalse();
    }

    @Test
    void unknownProgram_isSaid() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ChildProcess.start(new ProcessBuilder("no-such-program")))
                .withMessageContaining("no-such-program");
    }

    @Test
    void processThatExits_takesItsChildWithIt() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        String printed = new String(owner.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(owner.waitFor()).isZero();
        Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(printed.trim()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !child.map(ProcessHandle::isAlive).orElse(false));
    }

    /** Starts a child, says which, and exits without a thought of it. */
    static final class Owner {
        public static void main(String[] args) throws IOException {
            System.out.println(ChildProcess.start(LONG).process().pid());
            System.exit(0);
        }
    }
}
