package org.reprise.resume.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.reprise.store.ContextStore;

/** A client was refused. */
@Name("reprise.Refuse")
@Label("Refuse")
@Description("A client was refused")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class RefuseEvent extends Event {

    private static final RefuseEvent NONE = new RefuseEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Outcome")
    @Description("The refusal code")
    String outcome = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private RefuseEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static RefuseEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        RefuseEvent event = new RefuseEvent();
        event.begin();
        return event;
    }

    /** A client has been refused; {@code sessionId} is empty where its token does not prove one. */
    public void done(String sessionId, String code, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = sessionId.isEmpty() ? "" : SessionHash.of(sessionId);
            outcome = code;
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
