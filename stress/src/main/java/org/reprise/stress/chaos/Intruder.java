package org.reprise.stress.chaos;

import java.time.Duration;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.SessionTokens;
import org.reprise.stress.scenario.Scripts;
import org.reprise.stress.scenario.Stage;

/** Who may not have a session, and tries to get it. */
public enum Intruder {
    /** Without a token. */
    NOBODY(RefusalCode.TOKEN_MALFORMED, Position.NONE) {
        @Override
        String token(Stage stage, String sessionId) {
            return "";
        }
    },
    /** With a token that has been tampered with. */
    FORGER(RefusalCode.TOKEN_FORGED, Position.NONE) {
        @Override
        String token(Stage stage, String sessionId) {
            String right = stage.token(sessionId);
            int at = right.length() - 10;
            return right.substring(0, at) + (right.charAt(at) == 'A' ? 'B' : 'A') + right.substring(at + 1);
        }
    },
    /** With a token of this service that names the session and another user. */
    OTHER_USER(RefusalCode.NOT_OWNER, Position.NONE) {
        @Override
        String token(Stage stage, String sessionId) {
            return stage.tokens().issue(sessionId, "somebody-else", LIFETIME);
        }
    },
    /** With the owner's token, when its time is over. */
    LATECOMER(RefusalCode.TOKEN_EXPIRED, Position.NONE) {
        @Override
        String token(Stage stage, String sessionId) {
            return stage.tokens()
                    .issue(
                            sessionId,
                            Scripts.userOf(sessionId),
                            SessionTokens.SKEW.plusSeconds(1).negated());
        }
    },
    /** With the owner's token and a position before the first. */
    NEGATIVE(RefusalCode.POSITION_INVALID, new Position(1, -5)) {
        @Override
        String token(Stage stage, String sessionId) {
            return stage.token(sessionId);
        }
    },
    /** With the owner's token and a sequence of no epoch. */
    NO_EPOCH(RefusalCode.POSITION_INVALID, new Position(0, 1)) {
        @Override
        String token(Stage stage, String sessionId) {
            return stage.token(sessionId);
        }
    };

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final RefusalCode deserved;
    private final Position position;

    Intruder(RefusalCode deserved, Position position) {
        this.deserved = deserved;
        this.position = position;
    }

    /** The code that it deserves. */
    RefusalCode deserved() {
        return deserved;
    }

    /** The position that it shows. */
    Position position() {
        return position;
    }

    abstract String token(Stage stage, String sessionId);
}
