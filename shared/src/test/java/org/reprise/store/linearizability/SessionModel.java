package org.reprise.store.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.linearizability.Operation.Applied;

/**
 * One session by the contract of the store, as a value.
 *
 * @param epoch 0 if there is no session
 * @param newest the number of the newest attachment
 * @param detached whether it waits, to be gone when its time comes
 * @param head its head
 * @param parkedUpTo how many of the entries are parked; {@link #NOT_PARKED} if the session is not, which is less than none
 * @param entries its entries, the parked ones too
 * @param clientSequences the sequences of the client messages 1, 2, 3 …
 */
record SessionModel(
        long epoch,
        long newest,
        boolean detached,
        Head head,
        int parkedUpTo,
        List<String> entries,
        List<Long> clientSequences) {

    static final int NOT_PARKED = -1;
    static final SessionModel NONE = new SessionModel(0, 0, false, new Head(0, ""), NOT_PARKED, List.of(), List.of());
    static final String GONE = "gone";
    static final String FENCED = "fenced";
    static final String DECLINED = "declined";
    static final String DONE = "done";

    /** The answer to what may not be asked of the session as it is. */
    static final String REFUSED = "refused";

    /**
     * A head.
     *
     * @param version 1 for the first
     */
    record Head(long version, String text) {
        Head next(String text) {
            return new Head(version + 1, text);
        }
    }

    static Function<SessionModel, Applied<SessionModel>> open(long epoch, String head, boolean late) {
        return session -> session.isThere(late)
                ? new Applied<>(GONE, session)
                : new Applied<>(
                        1L, new SessionModel(epoch, 1, false, new Head(1, head), NOT_PARKED, List.of(), List.of()));
    }

    static Function<SessionModel, Applied<SessionModel>> attach(boolean late) {
        return session -> {
            if (!session.isThere(late)) {
                return new Applied<>(GONE, session);
            }
            SessionModel next = session.with(session.newest + 1, false);
            return new Applied<>(
                    session.seen() + " by " + next.newest
                            + (session.detached ? " back" : "")
                            + (session.isParked() ? " parked " + session.parked() : ""),
                    next);
        };
    }

    static Function<SessionModel, Applied<SessionModel>> admit(Claim claim, boolean late) {
        return session -> session.isThere(late) && claim.lastOf(session.epoch) > session.entries.size()
                ? new Applied<>(DECLINED, session)
                : attach(late).apply(session);
    }

    static Function<SessionModel, Applied<SessionModel>> state(boolean late) {
        return session -> new Applied<>(session.isThere(late) ? session.seen() : GONE, session);
    }

    static Function<SessionModel, Applied<SessionModel>> append(Attachment by, long clientMessageId, String entry) {
        return session -> {
            if (!session.isNewest(by)) {
                return new Applied<>(FENCED, session);
            }
            int known = session.clientSequences.size();
            if (clientMessageId > 0 && clientMessageId <= known) {
                return new Applied<>("duplicate " + session.clientSequences.get((int) clientMessageId - 1), session);
            }
            if (clientMessageId > known + 1) {
                return new Applied<>("gap " + (known + 1), session);
            }
            List<String> entries = plus(session.entries, entry);
            long sequence = entries.size();
            List<Long> clients =
                    clientMessageId > 0 ? plus(session.clientSequences, sequence) : session.clientSequences;
            return new Applied<>(
                    "stored " + sequence,
                    new SessionModel(
                            session.epoch,
                            session.newest,
                            session.detached,
                            session.head,
                            session.parkedUpTo,
                            entries,
                            clients));
        };
    }

    static Function<SessionModel, Applied<SessionModel>> putHead(Attachment by, String head) {
        return session -> session.isNewest(by)
                ? new Applied<>(DONE, session.with(session.head.next(head), session.parkedUpTo))
                : new Applied<>(FENCED, session);
    }

    static Function<SessionModel, Applied<SessionModel>> read(Attachment by, int after, int upTo) {
        return session -> {
            if (!session.isNewest(by)) {
                return new Applied<>(FENCED, session);
            }
            boolean there = session.parkedUpTo <= after && after <= upTo && upTo <= session.entries.size();
            return new Applied<>(there ? session.entries.subList(after, upTo) : REFUSED, session);
        };
    }

    static Function<SessionModel, Applied<SessionModel>> detach(Attachment by) {
        return session -> session.isNewest(by) && !session.detached
                ? new Applied<>(true, session.with(session.newest, true))
                : new Applied<>(false, session);
    }

    /** {@code upTo} entries that are those of the epoch of {@code by}. */
    static Function<SessionModel, Applied<SessionModel>> park(Attachment by, long headVersion, String head, int upTo) {
        return session ->
                session.isNewest(by) && session.detached && !session.isParked() && session.head.version == headVersion
                        ? new Applied<>(true, session.with(session.head.next(head), upTo))
                        : new Applied<>(false, session);
    }

    static Function<SessionModel, Applied<SessionModel>> unpark(Attachment by, int entries) {
        return session -> {
            if (!session.isNewest(by)) {
                return new Applied<>(FENCED, session);
            }
            return session.isParked() && session.parkedUpTo == entries
                    ? new Applied<>(DONE, session.with(session.head, NOT_PARKED))
                    : new Applied<>(REFUSED, session);
        };
    }

    static Function<SessionModel, Applied<SessionModel>> expire(boolean late) {
        return session -> session.epoch != 0 && session.detached && late
                ? new Applied<>(true, NONE)
                : new Applied<>(false, session);
    }

    static Function<SessionModel, Applied<SessionModel>> remove() {
        return session -> new Applied<>(DONE, NONE);
    }

    private boolean isThere(boolean late) {
        return epoch != 0 && !(detached && late);
    }

    private boolean isNewest(Attachment attachment) {
        return epoch != 0 && attachment.epoch() == epoch && attachment.number() == newest;
    }

    private boolean isParked() {
        return parkedUpTo != NOT_PARKED;
    }

    private String parked() {
        return String.join("", entries.subList(0, parkedUpTo));
    }

    private String seen() {
        return epoch + " up to " + entries.size() + "/" + clientSequences.size() + " head " + head.version + " "
                + head.text;
    }

    private SessionModel with(long newest, boolean detached) {
        return new SessionModel(epoch, newest, detached, head, parkedUpTo, entries, clientSequences);
    }

    private SessionModel with(Head head, int parkedUpTo) {
        return new SessionModel(epoch, newest, detached, head, parkedUpTo, entries, clientSequences);
    }

    private static <T> List<T> plus(List<T> list, T added) {
        List<T> all = new ArrayList<>(list);
        all.add(added);
        return List.copyOf(all);
    }
}
