package org.reprise.resume;

/**
 * Why a resume was refused. Only {@link #NOT_OWNER} and {@link #POSITION_AHEAD} say that a session exists, and they say it
 * to who holds a token that this service signed for that session.
 */
public enum RefusalCode {
    /** The token is empty or not a token. */
    TOKEN_MALFORMED,
    /** The token's signature is not one of this service's keys, or its algorithm not the one that is used. */
    TOKEN_FORGED,
    /** The token is for another service. */
    TOKEN_FOREIGN,
    /** The token's time is over, or has not come. */
    TOKEN_EXPIRED,
    /** The token has been revoked. */
    TOKEN_REVOKED,
    /** The session that the token names is another user's. */
    NOT_OWNER,
    /** The position is negative, or has a sequence without an epoch. */
    POSITION_INVALID,
    /** The position is beyond what the session has. */
    POSITION_AHEAD,
    /** The user has as many sessions as one may have; this would be a further one. */
    TOO_MANY_SESSIONS,
    /** The session was resumed too often of late; it may be later. */
    TOO_MANY_RESUMES
}
