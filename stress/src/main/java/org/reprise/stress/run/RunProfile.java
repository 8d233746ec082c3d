package org.reprise.stress.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.reprise.result.Hotspots;

/** A run as JDK Flight Recorder sees it. */
final class RunProfile implements AutoCloseable {

    private static final String FILE = "profile.jfr";
    private static final String RESTORE = "reprise.Restore";
    private static final int MOST = 5;
    private static final int WIDEST_CELL = 70;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final Comparator<RecordedEvent> BY_DURATION = Comparator.comparing(event -> event.getDuration());

    private final Recording recording;

    private RunProfile(Recording recording) {
        this.recording = recording;
    }

    /** Begins to record this process. */
    static RunProfile start() throws IOException {
        try {
            RunProfile profile = new RunProfile(new Recording(Configuration.getConfiguration("profile")));
            profile.recording.start();
            return profile;
        } catch (ParseException e) {
            throw new IOException("the JDK's settings for profiling cannot be read", e);
        }
    }

    /** Ends the recording and prints what it holds, which is kept in {@code folder} if there is one. */
    void report(PrintStream out, @Nullable Path folder) throws IOException {
        recording.stop();
        Path file = folder == null
                ? Files.createTempFile("stress", ".jfr")
                : Files.createDirectories(folder).resolve(FILE);
        try {
            recording.dump(file);
            print(file, out);
        } finally {
            if (folder == null) {
                Files.delete(file);
            }
        }
        out.println(folder == null ? "--out keeps the recording." : "The recording: " + file);
    }

    private static void print(Path file, PrintStream out) throws IOException {
        Hotspots hotspots = Hotspots.read(file, MOST);
        out.println();
        out.println("Hottest methods, of server and clients  [" + hotspots.samples() + " samples]");
        out.println(spots("method", hotspots.methods()));
        out.println("Largest allocation sites, of server and clients");
        out.println(spots("class", hotspots.allocations()));
        out.println("Longest restores, the server's share");
        out.println(restores(longestRestores(file)));
    }

    private static String spots(String what, List<Hotspots.Spot> spots) {
        String[][] rows = spots.stream().map(RunProfile::spot).toArray(String[][]::new);
        return table(rows, column("share", HorizontalAlign.RIGHT), words(what), words("at"));
    }

    private static String[] spot(Hotspots.Spot spot) {
        return new String[] {String.format(Locale.ROOT, "%.1f %%", 100 * spot.share()), spot.what(), spot.where()};
    }

    private static List<RecordedEvent> longestRestores(Path file) throws IOException {
        PriorityQueue<RecordedEvent> longest = new PriorityQueue<>(BY_DURATION);
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(RESTORE)) {
                    longest.add(event);
                    if (longest.size() > MOST) {
                        longest.remove();
                    }
                }
            }
        }
        List<RecordedEvent> sorted = new ArrayList<>(longest);
        sorted.sort(BY_DURATION.reversed());
        return sorted;
    }

    private static String restores(List<RecordedEvent> restores) {
        String[][] rows = restores.stream().map(RunProfile::restore).toArray(String[][]::new);
        return table(
                rows,
                column("ms", HorizontalAlign.RIGHT),
                words("outcome"),
                column("entries", HorizontalAlign.RIGHT),
                column("head B", HorizontalAlign.RIGHT),
                words("store"),
                words("session"));
    }

    private static String[] restore(RecordedEvent restore) {
        return new String[] {
            millis(restore.getDuration()),
            restore.getString("outcome"),
            String.format(Locale.ROOT, "%,d", restore.getLong("entries")),
            String.format(Locale.ROOT, "%,d", restore.getLong("headBytes")),
            restore.getString("store"),
            restore.getString("session")
        };
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / NANOS_PER_MILLI);
    }

    private static String table(String[][] rows, Column... columns) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, rows);
    }

    private static Column words(String header) {
        return column(header, HorizontalAlign.LEFT);
    }

    private static Column column(String header, HorizontalAlign align) {
        return new Column().header(header).dataAlign(align).maxWidth(WIDEST_CELL, OverflowBehaviour.ELLIPSIS_LEFT);
    }

    @Override
    public void close() {
        recording.close();
    }
}
