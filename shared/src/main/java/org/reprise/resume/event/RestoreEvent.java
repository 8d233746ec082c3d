package org.reprise.resume.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;

/** A client was accepted: from its claims to what it is to be sent. */
@Name("reprise.Restore")
@Label("Restore")
@Description("A client was accepted: from its claims to what it is to be sent")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class RestoreEvent extends Event {

    private static final RestoreEvent NONE = new RestoreEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Head Bytes")
    @Description("The head, encoded")
    @DataAmount
    long headBytes;

    @Label("Entries")
    @Description("Entries that it lacks")
    long entries;

    @Label("Outcome")
    @Description("Restored, Degraded or Clean")
    String outcome = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private RestoreEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static RestoreEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        RestoreEvent event = new RestoreEvent();
        event.begin();
        return event;
    }

    /** A client has been accepted; the class of the outcome says how. */
    public void done(Class<?> restored, Attachment attachment, long entriesDue, int bytesOfHead, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = SessionHash.of(attachment.sessionId());
            headBytes = bytesOfHead;
            entries = entriesDue;
            outcome = restored.getSimpleName();
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
