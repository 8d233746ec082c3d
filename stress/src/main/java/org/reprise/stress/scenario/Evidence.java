package org.reprise.stress.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.JsonCodec;
import org.reprise.context.SessionContext;
import org.reprise.stress.oracle.HeapDump;

/**
 * Keeps what shows why a run failed: the ledger of a session beside what its client and the server had, and the heap in
 * which something was left.
 *
 * <p>Thread-safe.
 */
public final class Evidence {

    /** Of a failure that hits every session, some say all. */
    private static final int MOST_SESSIONS = 20;

    private final @Nullable Path folder;
    private final Set<String> sessions = new HashSet<>();
    private final AtomicInteger dumps = new AtomicInteger();
    private final JsonCodec codec = new JsonCodec();

    private Evidence(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Evidence that is kept in {@code folder}, which is made when there is something to keep. */
    public static Evidence in(Path folder) {
        return new Evidence(folder);
    }

    /** Evidence that is not kept. */
    public static Evidence none() {
        return new Evidence(null);
    }

    /**
     * Keeps a session of a scenario that failed, one of the first twenty, once.
     *
     * @param ledger what the session should have held
     * @param replica what its client had
     * @param stored what the server had, if that can be seen
     */
    public void keep(
            String scenario,
            String sessionId,
            List<String> faults,
            SessionContext ledger,
            Optional<SessionContext> replica,
            Optional<SessionContext> stored) {
        if (folder == null || !isOneOfTheFirst(scenario + "-" + sessionId)) {
            return;
        }
        try {
            Path kept = Files.createDirectories(folder.resolve("ledgers").resolve(scenario + "-" + sessionId));
            Files.write(kept.resolve("faults.txt"), faults);
            Files.write(kept.resolve("ledger.json"), codec.encode(ledger));
            if (replica.isPresent()) {
                Files.write(kept.resolve("replica.json"), codec.encode(replica.get()));
            }
            if (stored.isPresent()) {
                Files.write(kept.resolve("server.json"), codec.encode(stored.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger of " + sessionId + " cannot be kept in " + folder, e);
        }
    }

    private boolean isOneOfTheFirst(String session) {
        synchronized (sessions) {
            return sessions.size() < MOST_SESSIONS && sessions.add(session);
        }
    }

    /** Where a file of this name is kept; empty if nothing is. */
    public Optional<Path> path(String file) {
        return Optional.ofNullable(folder).map(kept -> kept.resolve(file));
    }

    /**
     * Keeps a text.
     *
     * @param file the file's name
     */
    public void keep(String file, List<String> lines) {
        if (folder == null) {
            return;
        }
        try {
            Files.write(Files.createDirectories(folder).resolve(file), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be kept in " + folder, e);
        }
    }

    /** What holds an object that should be gone. The heap dump that tells is kept too. */
    public String pathTo(Reference<?> object) {
        try {
            // The reader leaves its index beside the dump.
            Path passing = Files.createTempDirectory("reprise");
            try {
                Path dump = passing.resolve("leak.hprof");
                String path = HeapDump.pathTo(object, dump);
                return folder == null ? path : path + "; heap in " + kept(folder, dump);
            } finally {
                delete(passing);
            }
        } catch (IOException e) {
            return "what holds it is not known: " + e.getMessage();
        }
    }

    private Path kept(Path folder, Path dump) throws IOException {
        Path kept = Files.createDirectories(folder).resolve("leak-" + dumps.incrementAndGet() + ".hprof");
        return Files.move(dump, kept, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
