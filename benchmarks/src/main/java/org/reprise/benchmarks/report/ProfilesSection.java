package org.reprise.benchmarks.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.reprise.benchmarks.profile.ProfileFolder;
import org.reprise.benchmarks.report.Table.Cell;

/** Where the time goes: links to the profiles that lie beside the results. */
final class ProfilesSection {

    private ProfilesSection() {}

    /** Empty where there are none. {@code page} is the folder of the page, from which the links lead. */
    static Optional<Section> of(Set<Path> results, Path page) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Path file : results) {
            Path folder = ProfileFolder.beside(file);
            for (Path profile : ProfileFolder.profiles(folder, Instant.MIN)) {
                Path benchmark = folder.relativize(profile).getParent();
                rows.add(List.of(
                        Cell.prose(benchmark == null ? "" : benchmark.toString()),
                        Cell.link(profile.getFileName().toString(), link(page, profile))));
            }
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Table table = new Table(List.of(Cell.words("Benchmark"), Cell.words("Profile")), rows);
        return Optional.of(new Section(
                "profiles",
                "Profiles",
                List.of(
                        "Flame graphs open in a browser, .jfr files in JDK Mission Control. They lie beside the results:"
                                + " keep them together."),
                List.of(table),
                List.of()));
    }

    private static String link(Path page, Path profile) {
        Path relative = page.toAbsolutePath().relativize(profile.toAbsolutePath());
        String path = StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/", "./", ""));
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(profile + " cannot be linked", e);
        }
    }
}
