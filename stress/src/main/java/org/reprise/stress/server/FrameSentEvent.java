package org.reprise.stress.server;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;
import org.reprise.resume.event.SessionHash;
import org.reprise.wire.Frame;
import org.reprise.wire.WireMessage;

/** A frame was encoded and given to the connection. */
@Name("reprise.FrameSent")
@Label("Frame Sent")
@Description("A frame was encoded and given to the connection")
@Category({"Reprise", "Server"})
@StackTrace(false)
final class FrameSentEvent extends Event {

    private static final FrameSentEvent NONE = new FrameSentEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process; empty before a client is accepted")
    String session = "";

    @Label("Frame")
    @Description("The frame's type")
    String frame = "";

    @Label("Bytes")
    @Description("The message's payload")
    @DataAmount
    long bytes;

    @Label("Entries")
    @Description("How many entries of the history it brings")
    long entries;

    private FrameSentEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    static FrameSentEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        FrameSentEvent event = new FrameSentEvent();
        event.begin();
        return event;
    }

    void done(@Nullable LiveSession live, Frame sent, WireMessage message) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = live == null ? "" : SessionHash.of(live.attachment().sessionId());
            frame = sent.type();
            bytes = message.length();
            entries = sent instanceof Frame.Entries history ? history.count() : 0;
            commit();
        }
    }
}
