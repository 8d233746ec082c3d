package org.reprise.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import one.profiler.AsyncProfilerLoader;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.reprise.process.AtEnd;

/** The async-profiler library that the jar brings along, as a file while this JVM runs. */
final class AsyncLibrary {

    /** What is sampled unless the user says otherwise: the first that the machine allows. */
    private static final List<String> CPU_EVENTS = List.of("cpu", "ctimer", "itimer");

    private AsyncLibrary() {}

    /** The library for this platform; empty if there is none. */
    static Optional<Path> extract() {
        if (!AsyncProfilerLoader.isSupported()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("async-profiler");
            AsyncProfilerLoader.setExtractionDirectory(folder);
            AtEnd.run("async-profiler-cleanup", AsyncLibrary::delete);
            return Optional.of(AsyncProfilerLoader.getAsyncProfilerPath().toAbsolutePath());
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static void delete() {
        try {
            AsyncProfilerLoader.deleteExtractionDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first way of sampling CPU time that this machine allows.
     *
     * @return empty if the library cannot be loaded or allows none
     */
    static Optional<String> cpuEvent(Path library) {
        try {
            AsyncProfiler.JavaApi profiler = AsyncProfiler.JavaApi.getInstance(library.toString());
            return CPU_EVENTS.stream().filter(event -> works(profiler, event)).findFirst();
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private static boolean works(AsyncProfiler.JavaApi profiler, String event) {
        try {
            profiler.execute("start,loglevel=none,event=" + event);
            profiler.execute("stop");
            return true;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            return false;
        }
    }
}
