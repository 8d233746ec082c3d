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

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    /** An event that has not begun. */
    public ExpireEvent() {}

    /** A session has been removed. */
    public void done(String sessionId, ContextStore in) {
        if (shouldCommit()) {
            session = SessionHash.of(sessionId);
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
