package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Contexts;
import org.reprise.resume.event.AppendEvent;
import org.reprise.resume.event.SessionHash;
import org.reprise.store.Attachment;

/** What a recording of the JDK's Flight Recorder tells of sessions. */
class SessionEventsTest {

    @TempDir
    private Path folder;

    private final TestService test = new TestService(new BinaryCodec());

    @Test
    void theLifeOfASession_isRecordedFromItsBeginningToItsEnd() throws IOException {
        List<RecordedEvent> events = recorded(() -> {
            Attachment attachment = test.resume().attachment();
            test.service.append(attachment, 1, Contexts.small().history().get(0));
            test.service.append(attachment, 1, Contexts.small().history().get(0));
            test.service.detach(attachment);
            test.clock.advance(Duration.ofMinutes(1));
            test.service.sweep();
            test.service.detach(test.resume().attachment());
            test.clock.advance(Duration.ofMinutes(10));
            test.service.sweep();
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName() + " " + outcome(event))
                .containsExactly(
                        "reprise.Restore Clean",
                        "reprise.Append Stored",
                        "reprise.Append Duplicate",
                        "reprise.Detach Detached",
                        "reprise.Park Parked",
                        "reprise.Restore Degraded",
                        "reprise.Detach Detached",
                        "reprise.Expire ");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(event.getString("session")).isEqualTo(SessionHash.of(TestService.SESSION)))
                .allSatisfy(event -> assertThat(event.getString("store")).isEqualTo("MemoryStore"));
        assertThat(events.get(1).getLong("bytes")).isPositive();
        assertThat(events.get(1).getLong("entries")).isEqualTo(1);
        assertThat(events.get(4).getLong("packedBytes")).isPositive();
        assertThat(events.get(5).getLong("entries")).isEqualTo(1);
    }

    @Test
    void refusals_areRecordedOnceEachWithTheirCode() throws IOException {
        test.resume();

        List<RecordedEvent> events = recorded(() -> {
            test.service.resume("no token", Position.NONE);
            test.service.resume(test.token(TestService.SESSION, "user-2"), Position.NONE);
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName() + " " + outcome(event))
                .containsExactly("reprise.Refuse TOKEN_MALFORMED", "reprise.Refuse NOT_OWNER");
        assertThat(events.get(0).getString("session")).isEmpty();
    }

    @Test
    void noEvent_holdsAnIdOrAToken() throws IOException {
        List<RecordedEvent> events =
                recorded(() -> test.service.resume(test.token(TestService.SESSION, TestService.USER), Position.NONE));

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(
                        event -> assertThat(event.toString()).doesNotContain(TestService.SESSION, TestService.USER));
    }

    @Test
    void everyEventAndField_isDescribed() throws IOException {
        recorded(() -> test.service.resume("no token", Position.NONE));
        List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().startsWith("reprise."))
                .toList();

        assertThat(types).isNotEmpty().allSatisfy(type -> {
            assertThat(type.getLabel()).isNotBlank();
            assertThat(type.getDescription()).isNotBlank();
            assertThat(type.getCategoryNames()).startsWith("Reprise");
            assertThat(type.getFields().stream().filter(SessionEventsTest::isOurs))
                    .allSatisfy(field -> assertThat(field.getDescription()).isNotBlank());
        });
    }

    @Test
    void whileNobodyRecords_noEventIsMade() throws IOException {
        recorded(() -> assertThat(AppendEvent.begun()).isNotSameAs(AppendEvent.begun()));

        assertThat(AppendEvent.begun()).as("after a recording").isSameAs(AppendEvent.begun());
        try (Recording recording = new Recording()) {
            recording.disable("reprise.Append");
            recording.start();
            assertThat(AppendEvent.begun()).as("in a recording of others").isSameAs(AppendEvent.begun());
        }
    }

    private static boolean isOurs(ValueDescriptor field) {
        return !Stream.of("startTime", "duration", "eventThread", "stackTrace")
                .toList()
                .contains(field.getName());
    }

    private static String outcome(RecordedEvent event) {
        return event.hasField("outcome") ? event.getString("outcome") : "";
    }

    private List<RecordedEvent> recorded(Runnable work) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        // Other tests may run beside this one.
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("reprise."))
                .filter(event -> event.getThread() != null
                        && event.getThread().getJavaThreadId()
                                == Thread.currentThread().getId())
                .sorted((a, b) -> a.getEndTime().compareTo(b.getEndTime()))
                .toList();
    }
}
