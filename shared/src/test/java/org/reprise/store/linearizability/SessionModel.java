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
 * @param entries its entries
 * @param clientSequences the sequences of the client messages 1, 2, 3 …
 */
record SessionModel(long epoch, long newest, boolean detached, List<String> entries, List<Long> clientSequences) {

    static final SessionModel NONE = new SessionModel(0, 0, false, List.of(), List.of());
    static final String GONE = "gone";
    static final String FENCED = "fenced";
    static final String DECLINED = "declined";

    static Function<SessionModel, Applied<SessionModel>> open(long epoch, boolean late) {
        return session -> session.isThere(late)
                ? new Applied<>(GONE, session)
                : new Applied<>(1L, new SessionModel(epoch, 1, false, List.of(), List.of()));
    }

    static Function<SessionModel, Applied<SessionModel>> attach(boolean late) {
        return session -> {
            if (!session.isThere(late)) {
                return new Applied<>(GONE, session);
            }
            SessionModel next = session.with(session.newest + 1, false);
            return new Applied<>(next.seen() + " by " + next.newest, next);
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
                    new SessionModel(session.epoch, session.newest, session.detached, entries, clients));
        };
    }

    static Function<SessionModel, Applied<SessionModel>> read(Attachment by) {
        return session -> new Applied<>(session.isNewest(by) ? session.entries : FENCED, session);
    }

    static Function<SessionModel, Applied<SessionModel>> detach(Attachment by) {
        return session -> session.isNewest(by) && !session.detached
                ? new Applied<>(true, session.with(session.newest, true))
                : new Applied<>(false, session);
    }

    static Function<SessionModel, Applied<SessionModel>> expire(boolean late) {
        return session -> session.epoch != 0 && session.detached && late
                ? new Applied<>(true, NONE)
                : new Applied<>(false, session);
    }

    private boolean isThere(boolean late) {
        return epoch != 0 && !(detached && late);
    }

    private boolean isNewest(Attachment attachment) {
        return epoch != 0 && attachment.epoch() == epoch && attachment.number() == newest;
    }

    private String seen() {
        return epoch + " up to " + entries.size() + "/" + clientSequences.size();
    }

    private SessionModel with(long newest, boolean detached) {
        return new SessionModel(epoch, newest, detached, entries, clientSequences);
    }

    private static <T> List<T> plus(List<T> list, T added) {
        List<T> all = new ArrayList<>(list);
        all.add(added);
        return List.copyOf(all);
    }
}
