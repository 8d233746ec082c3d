package org.reprise.resume;

/** What became of a token's verification. */
public sealed interface TokenVerdict {

    /**
     * The token is right.
     *
     * @param claims what it says
     */
    record Valid(SessionClaims claims) implements TokenVerdict {}

    /**
     * The token is not accepted.
     *
     * @param code why
     */
    record Invalid(RefusalCode code) implements TokenVerdict {}
}
