package org.reprise.stress.scenario;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.Packer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.ResumeService;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;

/**
 * Sessions that are stored before a run begins, as a service would have left them.
 *
 * @param store where they are stored
 * @param codec how
 * @param tokens of their users
 * @param retention how long they wait
 * @param clock tells since when
 */
public record EarlierSessions(
        ContextStore store, ContextCodec codec, SessionTokens tokens, RetentionPolicy retention, InstantSource clock) {

    /**
     * Stores {@code context} as a session that waits for its client.
     *
     * @throws StageException if the session is there already
     */
    public void put(String sessionId, SessionContext context) {
        ResumeService service = new ResumeService(
                store,
                codec,
                tokens,
                retention,
                (id, userId, now) -> context.head(),
                clock,
                new SecureRandom(),
                Packer.PLAIN);
        String token = tokens.issue(sessionId, Scripts.userOf(sessionId), Stage.TOKEN_LIFETIME);
        if (!(service.resume(token, Position.NONE) instanceof ResumeOutcome.Clean opened)) {
            throw new StageException("session " + sessionId + " is there already");
        }
        Attachment attachment = opened.resumption().attachment();
        for (HistoryEntry entry : context.history()) {
            service.append(attachment, 0, entry);
        }
        service.detach(attachment);
    }
}
