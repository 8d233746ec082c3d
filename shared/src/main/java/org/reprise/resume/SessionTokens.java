package org.reprise.resume;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies session tokens: JSON Web Tokens (RFC 7519) signed with HMAC SHA-256 and no other algorithm, whatever
 * a token's header asks for.
 *
 * <p>May be used by any number of threads at once.
 */
public final class SessionTokens {

    /** How far the clocks of two of the service's machines may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(5);

    /** The most characters that are looked at in a token. */
    public static final int MAX_CHARACTERS = 2_048;

    private static final String SESSION_CLAIM = "sid";
    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;

    private final String issuer;
    private final String currentKeyId;
    private final JWSSigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();
    private final Revocations revocations;
    private final InstantSource clock;

    /**
     * The tokens of one service.
     *
     * @param issuer the service's name; tokens of another are refused as foreign
     */
    public SessionTokens(String issuer, SigningKeys keys, Revocations revocations, InstantSource clock) {
        this.issuer = issuer;
        this.currentKeyId = keys.currentId();
        this.revocations = revocations;
        this.clock = clock;
        try {
            this.signer = new MACSigner(keys.secrets().get(keys.currentId()));
            for (Map.Entry<String, byte[]> key : keys.secrets().entrySet()) {
                verifiers.put(key.getKey(), new MACVerifier(key.getValue()));
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the signing keys cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * A token by which {@code userId} resumes {@code sessionId}, for {@code lifetime} from now.
     *
     * @throws IllegalArgumentException if the token would be longer than {@link #MAX_CHARACTERS}
     */
    public String issue(String sessionId, String userId, Duration lifetime) {
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(ALGORITHM).keyID(currentKeyId).build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(userId)
                        .claim(SESSION_CLAIM, sessionId)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token for session '" + sessionId + "' cannot be signed", e);
        }
        String compact = token.serialize();
        if (compact.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a token for session '" + sessionId + "' takes " + compact.length()
                    + " characters, at most " + MAX_CHARACTERS + " are accepted: shorten the ids");
        }
        return compact;
    }

    /** Verifies a token. */
    public TokenVerdict verify(String token) {
        if (token.isEmpty() || token.length() > MAX_CHARACTERS) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_MALFORMED);
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!isSignedByUs(parsed)) {
                return new TokenVerdict.Invalid(RefusalCode.TOKEN_FORGED);
            }
            return judge(parsed.getJWTClaimsSet());
        } catch (ParseException e) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_MALFORMED);
        }
    }

    /** Revokes a valid token; any other is refused anyway. */
    public void revoke(String token) {
        if (verify(token) instanceof TokenVerdict.Valid valid) {
            revocations.revoke(valid.claims().tokenId(), valid.claims().expiresAt().plus(SKEW));
        }
    }

    private boolean isSignedByUs(SignedJWT token) {
        if (!ALGORITHM.equals(token.getHeader().getAlgorithm())) {
            return false;
        }
        @Nullable JWSVerifier verifier = verifiers.get(token.getHeader().getKeyID());
        try {
            return verifier != null && token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    private TokenVerdict judge(JWTClaimsSet claims) throws ParseException {
        if (!issuer.equals(claims.getIssuer())) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_FOREIGN);
        }
        String sessionId = claims.getStringClaim(SESSION_CLAIM);
        if (sessionId == null || sessionId.isEmpty() || claims.getSubject() == null || claims.getJWTID() == null
                || claims.getExpirationTime() == null) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_MALFORMED);
        }
        Instant now = clock.instant();
        Instant expiresAt = claims.getExpirationTime().toInstant();
        Instant issuedAt = claims.getIssueTime() == null ? now : claims.getIssueTime().toInstant();
        if (!now.isBefore(expiresAt.plus(SKEW)) || issuedAt.isAfter(now.plus(SKEW))) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_EXPIRED);
        }
        if (revocations.isRevoked(claims.getJWTID())) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_REVOKED);
        }
        return new TokenVerdict.Valid(new SessionClaims(claims.getJWTID(), sessionId, claims.getSubject(), expiresAt));
    }
}
