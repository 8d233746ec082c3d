package org.reprise.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.ContextStore;
import org.reprise.store.uri.Stores;

/** What is wrong with a command line is said in one line. */
class MainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "run --secret abc reconnect | --secret, of 3 characters, is not hexadecimal",
                "run --secret zz --target ws://127.0.0.1:1/reprise | --secret, of 2 characters, is not hexadecimal",
                "run --secret abcd reconnect | --secret has 2 bytes, at least 32 are needed, 64 hexadecimal digits",
                "serve --secret zz | --secret, of 2 characters, is not hexadecimal",
                "serve --secret abcd | --secret has 2 bytes, at least 32 are needed",
                "run --target http://127.0.0.1:1/ --secret 00 | --target is 'http://127.0.0.1:1/', ws://HOST:PORT/PATH",
                "run --target ws:nowhere --secret 00 | --target is 'ws:nowhere', ws://HOST:PORT/PATH is needed",
                "run chaos --script nofile.txt | the script 'nofile.txt' cannot be read: no such file",
                "run --store sqlite:/nonexistent/x.db | the folder '/nonexistent' does not exist, create it",
                "serve --store sqlite:/nonexistent/x.db | the folder '/nonexistent' does not exist, create it",
                "run reconnect --out pom.xml | --out 'pom.xml' is no folder, and none can be made there",
                "run soak --for 9000h | a run of PT9000H, at most 8784h are possible",
                "run soak --for 999999999h | at most 8784h are possible",
                "run chaos --for 25h | chaos of PT25H, at most 24h are possible: all of its script is drawn before",
            })
    void wrongInput_isNamedInOneLineWithWhatIsNeeded(String args, String expected) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int exit = Main.run(args.split(" "), new PrintStream(errors, true, UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains(expected)
                .doesNotContain("Exception");
    }

    @Test
    void corpusInWhichNobodySaysAnything_isNamedInOneLine(@TempDir Path folder) throws IOException {
        Path corpus = Files.writeString(
                folder.resolve("silent.json"), "[{\"messages\":[{\"role\":\"assistant\",\"content\":\"hello\"}]}]");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int exit = Main.run(
                new String[] {"run", "reconnect", "--corpus", corpus.toString()}, new PrintStream(errors, true, UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("corpus 'silent.json': ", "no message of a user");
    }

    @Test
    void corpusInWhichNoToolIsCalled_isNoFaultOfTheServer(@TempDir Path folder) throws IOException {
        Path corpus = Files.writeString(
                folder.resolve("short.json"), "[{\"messages\":[{\"role\":\"user\",\"content\":\"hello?\"}]}]");

        int exit = Main.run(
                ("run agent-state --restore-ms 120000 --connect-ms 120000 --corpus " + corpus).split(" "), System.err);

        assertThat(exit).isZero();
    }

    @Test
    void runThatIsTooShortToMeasureAnything_writesItsVerdicts(@TempDir Path folder) {
        int exit = Main.run(("run soak --for 1ms --sessions 1 --out " + folder).split(" "), System.err);

        assertThat(exit).isZero();
        assertThat(folder.resolve("junit.xml")).content().contains("growth over the run");
        assertThat(folder.resolve("results.json")).content().isEqualToIgnoringWhitespace("[]");
    }

    /** A run moves the clock: what waits in its store would expire. */
    @Test
    void storeInWhichSomebodyWaits_isLeftAlone(@TempDir Path folder) {
        String uri = "sqlite:" + folder.resolve("sessions.db");
        String[] args = {"run", "reconnect", "--store", uri};
        try (ContextStore store = Stores.open(uri)) {
            store.open("s", "owner", 1, new byte[] {1}, Instant.EPOCH).orElseThrow();
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int exit = Main.run(args, new PrintStream(errors, true, UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("--store '" + uri + "' holds sessions, 1 of them, none may be there")
                .contains("name an empty store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconnect", "chaos --for 1s --sessions 5"})
    void runsOverAStoreThatLasts_leaveNoneOfTheirSessions(String scenario, @TempDir Path folder) {
        String uri = "sqlite:" + folder.resolve("sessions.db");
        String[] args = ("run " + scenario + " --store " + uri).split(" ");

        int exit = Main.run(args, System.err);

        assertThat(exit).isLessThan(2);
        try (ContextStore store = Stores.open(uri)) {
            assertThat(store.sessions()).isZero();
        }
    }
}
