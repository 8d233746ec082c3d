package org.reprise.benchmarks.report;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser without a screen.
 *
 * @param binary of Chromium or Chrome
 * @param profile a folder for what it keeps
 */
record Chromium(Path binary, Path profile) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final int SECONDS = 120;

    /** What a browser made of a page. */
    record Visit(String dom, List<String> console) {}

    /** The first on the path, if there is one. */
    static Optional<Path> onPath() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page in a window of this width, and gives its elements once its scripts are done. */
    Visit visit(Path page, int width) {
        Path out = profile.resolve("out");
        Path err = run(out, page, "--window-size=" + width + ",1000", "--dump-dom");
        return new Visit(
                read(out),
                read(err).lines().filter(line -> line.contains("CONSOLE")).toList());
    }

    /** A picture of the page. */
    void photograph(Path page, int width, int height, Path picture) {
        run(
                profile.resolve("out"),
                page,
                "--window-size=" + width + "," + height,
                "--hide-scrollbars",
                "--screenshot=" + picture.toAbsolutePath());
    }

    /** The page as a printer would get it. */
    void print(Path page, Path pdf) {
        run(profile.resolve("out"), page, "--no-pdf-header-footer", "--print-to-pdf=" + pdf.toAbsolutePath());
    }

    private Path run(Path out, Path page, String... options) {
        Path err = profile.resolve("err");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--enable-logging=stderr",
                "--virtual-time-budget=10000"));
        command.addAll(Stream.of(options).toList());
        command.add(page.toUri().toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(binary + " did not end within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(binary + " exited with " + process.exitValue() + ": " + read(err));
            }
            return err;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
