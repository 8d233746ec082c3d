package org.reprise.resume.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.reprise.store.ContextStore;

/** A session is gone, its time being over. */
@Name("reprise.Expire")
@Label("Expire")
@Description("A session is gone, its time being over")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class ExpireEvent extends Event {

    private static final ExpireEvent NONE = new ExpireEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private ExpireEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static ExpireEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        ExpireEvent event = new ExpireEvent();
        event.begin();
        return event;
    }

    /** A session has been removed. */
    public void done(String sessionId, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = SessionHash.of(sessionId);
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
