package org.reprise.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.Name;
import org.reprise.resume.event.AppendEvent;
import org.reprise.resume.event.DetachEvent;
import org.reprise.resume.event.ExpireEvent;
import org.reprise.resume.event.ParkEvent;
import org.reprise.resume.event.RefuseEvent;
import org.reprise.resume.event.RestoreEvent;

/**
 * The JDK's settings for profiling, without the events of {@code org.reprise.resume.event}: one for each operation would
 * cost more than the operation, and a profile would show the recorder.
 */
public final class RecorderSettings {

    private static final String LIKE = "profile";
    private static final String END = "</configuration>";

    private static final List<Class<? extends Event>> OURS = List.of(
            AppendEvent.class,
            DetachEvent.class,
            ExpireEvent.class,
            ParkEvent.class,
            RefuseEvent.class,
            RestoreEvent.class);

    private RecorderSettings() {}

    /** A file with the settings, which is there while this JVM runs. */
    public static Path file() {
        try {
            Path file = Files.createTempFile("benchmarks", ".jfc");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() throws IOException {
        try {
            String profile = Configuration.getConfiguration(LIKE).getContents();
            String disabled = OURS.stream().map(RecorderSettings::disabled).collect(Collectors.joining());
            int end = profile.lastIndexOf(END);
            return profile.substring(0, end) + disabled + profile.substring(end);
        } catch (ParseException e) {
            throw new IOException("the JDK's settings for profiling cannot be read", e);
        }
    }

    private static String disabled(Class<? extends Event> event) {
        return "<event name=\"" + event.getAnnotation(Name.class).value()
                + "\"><setting name=\"enabled\">false</setting></event>\n";
    }
}
