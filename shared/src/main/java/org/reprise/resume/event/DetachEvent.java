package org.reprise.resume.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;

/** A client has gone, its session waits. */
@Name("reprise.Detach")
@Label("Detach")
@Description("A client has gone, its session waits")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class DetachEvent extends Event {

    private static final DetachEvent NONE = new DetachEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Outcome")
    @Description("Detached, or NotAttached if a newer attachment had come")
    String outcome = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private DetachEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static DetachEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        DetachEvent event = new DetachEvent();
        event.begin();
        return event;
    }

    /** A detach has come to its end. */
    public void done(Attachment attachment, boolean detached, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = SessionHash.of(attachment.sessionId());
            outcome = detached ? "Detached" : "NotAttached";
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
