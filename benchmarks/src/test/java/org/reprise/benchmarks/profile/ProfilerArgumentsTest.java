package org.reprise.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Configuration;
import one.profiler.AsyncProfilerLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilerArgumentsTest {

    private static final Path FOLDER = Path.of("profiles");
    private static final Optional<ProfilerArguments.Async> LIBRARY =
            Optional.of(new ProfilerArguments.Async(Path.of("/lib/async.so"), "ctimer"));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void async_getsTheLibraryTheEventOfTheMachineAndFlameGraphs() {
        ProfilerArguments complete = complete(LIBRARY, "SomeBenchmark", "-prof", "async");

        assertThat(complete.args())
                .containsExactly(
                        "SomeBenchmark",
                        "-prof",
                        "async:libPath=/lib/async.so;event=ctimer;output=flamegraph;dir=profiles");
        assertThat(complete.folders()).containsExactly(FOLDER);
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event=alloc", "event=lock", "event=wall", "alloc=512k", "lock"})
    void theUsersEvent_isKept(String event) {
        assertThat(complete(LIBRARY, "-prof", "async:" + event).args())
                .containsExactly("-prof", "async:" + event + ";libPath=/lib/async.so;output=flamegraph;dir=profiles");
    }

    @Test
    void severalEvents_becomeOneRecordingAsAFlameGraphHoldsOne() {
        assertThat(complete(LIBRARY, "-prof", "async:event=cpu;alloc").args())
                .containsExactly("-prof", "async:event=cpu;alloc;libPath=/lib/async.so;output=jfr;dir=profiles");
    }

    @Test
    void theUsersOutputAndFolder_areKept() {
        ProfilerArguments complete = complete(LIBRARY, "-prof", "async:output=jfr;dir=mine");

        assertThat(complete.args().get(1)).isEqualTo("async:output=jfr;dir=mine;libPath=/lib/async.so;event=ctimer");
        assertThat(complete.folders()).containsExactly(Path.of("mine"));
    }

    @Test
    void theUsersLibrary_isLeftAlone() {
        List<String> given = List.of("-prof", "async:libPath=/mine/lib.so;event=cpu");

        ProfilerArguments complete = complete(Optional.empty(), given.toArray(String[]::new));

        assertThat(complete.args()).isEqualTo(given);
        assertThat(complete.folders()).isEmpty();
        assertThat(err.size()).isZero();
    }

    @Test
    void withoutALibrary_jfrTakesItsPlaceAndOneLineSaysSo() {
        ProfilerArguments complete = complete(Optional.empty(), "-prof", "async:event=alloc;dir=mine");

        assertThat(complete.args()).containsExactly("-prof", "jfr:dir=mine;configName=ours.jfc");
        assertThat(complete.folders()).containsExactly(Path.of("mine"));
        assertThat(err.toString().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("async-profiler", System.getProperty("os.arch"), "jfr"));
    }

    @Test
    void jfr_writesToTheFolder() {
        assertThat(complete(LIBRARY, "-prof", "jfr").args())
                .containsExactly("-prof", "jfr:dir=profiles;configName=ours.jfc");
        assertThat(complete(LIBRARY, "-prof", "jfr:stackDepth=99").args())
                .containsExactly("-prof", "jfr:stackDepth=99;dir=profiles;configName=ours.jfc");
    }

    @Test
    void theUsersConfigurationOfJfr_isKept() {
        assertThat(complete(LIBRARY, "-prof", "jfr:configName=default").args())
                .containsExactly("-prof", "jfr:configName=default;dir=profiles");
    }

    @Test
    void theSettings_areTheJdksForProfilingWithoutOurEvents() throws IOException, ParseException {
        Map<String, String> settings =
                Configuration.create(RecorderSettings.file()).getSettings();

        assertThat(settings)
                .containsAllEntriesOf(Configuration.getConfiguration("profile").getSettings());
        assertThat(settings.keySet().stream().filter(name -> name.startsWith("reprise.")))
                .hasSize(6);
        assertThat(settings).containsEntry("reprise.Append#enabled", "false");
    }

    @Test
    void whatNeedsNothing_isLeftAlone() {
        List<String> given = List.of("-prof", "gc", "async", "-p", "codec=BINARY", "-prof", "perfasm:hotThreshold=0.1");

        assertThat(complete(LIBRARY, given.toArray(String[]::new)).args()).isEqualTo(given);
    }

    @Test
    void cpu_isKnownByItsShortName() {
        assertThat(complete(LIBRARY, "-prof", "cpu").args())
                .containsExactly("-prof", "org.reprise.benchmarks.profile.CpuTimeProfiler");
    }

    @Test
    void theLibraryOfTheJar_isThereOrThePlatformHasNone() {
        Optional<ProfilerArguments.Async> async = ProfilerArguments.Async.ofThisPlatform();

        assertThat(async.isPresent()).isEqualTo(AsyncProfilerLoader.isSupported());
        async.ifPresent(library -> {
            assertThat(library.library()).isRegularFile();
            assertThat(library.cpuEvent()).isIn("cpu", "ctimer", "itimer");
        });
    }

    @Test
    void profiles_lieBesideTheResults() {
        assertThat(ProfileFolder.beside(Path.of("out/results.json"))).isEqualTo(Path.of("out/results-profiles"));
        assertThat(ProfileFolder.beside(Path.of("results"))).isEqualTo(Path.of("results-profiles"));
    }

    private ProfilerArguments complete(Optional<ProfilerArguments.Async> library, String... args) {
        return ProfilerArguments.complete(
                List.of(args), FOLDER, new PrintStream(err, true), () -> library, () -> Path.of("ours.jfc"));
    }
}
