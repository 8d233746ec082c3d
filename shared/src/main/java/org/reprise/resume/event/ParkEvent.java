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
import org.reprise.store.ParkedEntries;

/** A session that waits was packed. */
@Name("reprise.Park")
@Label("Park")
@Description("A session that waits was packed")
@Category({"Reprise", "Session"})
@StackTrace(false)
public final class ParkEvent extends Event {

    private static final ParkEvent NONE = new ParkEvent();

    @Label("Session")
    @Description("Which one: a hash that is the same within one run of a process, see SessionHash")
    String session = "";

    @Label("Bytes")
    @Description("Its entries, encoded")
    @DataAmount
    long bytes;

    @Label("Packed Bytes")
    @Description("What is kept of them")
    @DataAmount
    long packedBytes;

    @Label("Entries")
    @Description("Its entries")
    long entries;

    @Label("Outcome")
    @Description("Parked, or Superseded if somebody came in between")
    String outcome = "";

    @Label("Store")
    @Description("The class of the store")
    String store = "";

    private ParkEvent() {}

    /** An event that begins now; while none of its kind is recorded, one and the same, which records nothing. */
    public static ParkEvent begun() {
        if (!NONE.isEnabled()) {
            return NONE;
        }
        ParkEvent event = new ParkEvent();
        event.begin();
        return event;
    }

    /** An attempt to park has come to its end. */
    public void done(Attachment attachment, int entryBytes, ParkedEntries packed, boolean parked, ContextStore in) {
        if (this == NONE) {
            return;
        }
        end();
        if (shouldCommit()) {
            session = SessionHash.of(attachment.sessionId());
            bytes = entryBytes;
            packedBytes = packed.bytes().length;
            entries = packed.upTo();
            outcome = parked ? "Parked" : "Superseded";
            store = in.getClass().getSimpleName();
            commit();
        }
    }
}
