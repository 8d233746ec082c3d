package org.reprise.resume.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;

/** An entry was given to the store. */
@Name("reprise.Append")
@Label("Append")
@Description("An entry was given to the store")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class AppendEvent extends Event {

    private static final AppendEvent NONE = new AppendEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Bytes")
    @Description("The entry, encoded")
    @DataAmount
    long bytes;

    @Label("Entries")
    @Description("1 if it was stored now, 0 if not")
    long entries;

    @Label("Outcome")
    @Description("Stored, Duplicate or Gap")
    String outcome = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private AppendEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static AppendEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        AppendEvent event = new AppendEvent();
        event.begin();
        return event;
    }

    /** An append has come to its end. */
    public void done(Attachment attachment, int encodedBytes, AppendResult result, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = SessionHash.of(attachment.sessionId());
            bytes = encodedBytes;
            entries = result instanceof AppendResult.Stored ? 1 : 0;
            outcome = result.getClass().getSimpleName();
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
