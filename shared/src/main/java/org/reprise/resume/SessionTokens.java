package org.reprise.resume;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Revocations;
import org.reprise.store.StoreUnavailableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

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

    /** At each return a token is parsed, and the parser of the tokens' library makes its buffers anew for each. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // A token is UTF-8 (RFC 7519, section 3).
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Header, claims and signature. */
    private static final int PARTS = 3;

    private final String issuer;
    private final String currentKeyId;
    private final JWSSigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();

    /** The headers of tokens that are issued here, for each key, by how they are written. */
    private final Map<String, JWSHeader> headers = new HashMap<>();

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
                JWSHeader header = header(key.getKey());
                headers.put(header.toBase64URL().toString(), header);
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the signing keys cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * A token by which {@code userId} resumes {@code sessionId}, for {@code lifetime} from now; its end is rounded down to
     * the second.
     *
     * @throws IllegalArgumentException if an id is empty, or the token would be longer than {@link #MAX_CHARACTERS}
     */
    public String issue(String sessionId, String userId, Duration lifetime) {
        if (sessionId.isEmpty() || userId.isEmpty()) {
            throw new IllegalArgumentException("a token is asked for session '" + sessionId + "' of user '" + userId
                    + "', each needs at least 1 character");
        }
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                header(currentKeyId),
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

    private static JWSHeader header(String keyId) {
        return new JWSHeader.Builder(ALGORITHM).keyID(keyId).build();
    }

    /**
     * Verifies a token, of which every character counts.
     *
     * @throws StoreUnavailableException if it cannot be known now whether it has been revoked
     */
    public TokenVerdict verify(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_MALFORMED);
        }
        try {
            Base64URL[] parts = JOSEObject.split(token);
            @Nullable JWSHeader ours = headers.get(parts[0].toString());
            return ours != null ? verify(token, parts, ours) : verify(token, parts[0]);
        } catch (ParseException e) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_MALFORMED);
        }
    }

    /** One whose header is as {@link #issue} writes it, as nearly all are: it is not parsed again. */
    private TokenVerdict verify(String token, Base64URL[] parts, JWSHeader header) throws ParseException {
        if (parts.length != PARTS || parts[PARTS - 1].toString().isEmpty()) {
            throw new ParseException("the signature is missing", 0);
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
        return isOurs(token, header, signed, parts[PARTS - 1])
                ? judge(JWTClaimsSet.parse(object(parts[1])))
                : new TokenVerdict.Invalid(RefusalCode.TOKEN_FORGED);
    }

    private TokenVerdict verify(String token, Base64URL header) throws ParseException {
        // The parser of signed tokens takes no other algorithms, and fails at a header that is null.
        if (!ALGORITHM.equals(Header.parseAlgorithm(object(header)))) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_FORGED);
        }
        SignedJWT parsed = SignedJWT.parse(token);
        return isOurs(token, parsed.getHeader(), parsed.getSigningInput(), parsed.getSignature())
                ? judge(parsed.getJWTClaimsSet())
                : new TokenVerdict.Invalid(RefusalCode.TOKEN_FORGED);
    }

    /**
     * Revokes a valid token. Answers whether it was one: any other is refused anyway, save one that is revoked before its
     * time has come.
     *
     * @throws StoreUnavailableException if that cannot be kept now; whether it was is not known
     */
    public boolean revoke(String token) {
        if (verify(token) instanceof TokenVerdict.Valid valid) {
            revocations.revoke(
                    valid.claims().tokenId(), valid.claims().expiresAt().plus(SKEW));
            return true;
        }
        return false;
    }

    /**
     * Those of some tokens that have been revoked.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    Set<String> revoked(Set<String> tokenIds) {
        return revocations.revoked(tokenIds);
    }

    private static Map<String, Object> object(Base64URL part) throws ParseException {
        try {
            @Nullable Map<String, Object> object = JSON.readValue(part.decode(), OBJECT);
            if (object == null) {
                throw new ParseException("an object is null", 0);
            }
            return object;
        } catch (JacksonException e) {
            throw new ParseException("not a JSON object: " + e.getOriginalMessage(), 0);
        }
    }

    private boolean isOurs(String token, JWSHeader header, byte[] signed, Base64URL signature) {
        @Nullable JWSVerifier verifier = verifiers.get(header.getKeyID());
        try {
            return verifier != null
                    && verifier.verify(header, signed, signature)
                    && token.equals(canonical(signed, signature));
        } catch (JOSEException e) {
            return false;
        }
    }

    /** The parser skips what is around a token and, in the signature, what is not Base64url, and the unused last bits. */
    private static String canonical(byte[] signed, Base64URL signature) {
        return new String(signed, StandardCharsets.US_ASCII) + "." + Base64URL.encode(signature.decode());
    }

    private TokenVerdict judge(JWTClaimsSet claims) throws ParseException {
        if (!issuer.equals(claims.getIssuer())) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_FOREIGN);
        }
        String tokenId = required(JWTClaimNames.JWT_ID, claims.getJWTID());
        String sessionId = required(SESSION_CLAIM, claims.getStringClaim(SESSION_CLAIM));
        String userId = required(JWTClaimNames.SUBJECT, claims.getSubject());
        Instant expiresAt = required(JWTClaimNames.EXPIRATION_TIME, claims.getExpirationTime())
                .toInstant();
        Instant now = clock.instant();
        if (!now.isBefore(expiresAt.plus(SKEW))
                || isToCome(claims.getIssueTime(), now)
                || isToCome(claims.getNotBeforeTime(), now)) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_EXPIRED);
        }
        if (revocations.isRevoked(tokenId)) {
            return new TokenVerdict.Invalid(RefusalCode.TOKEN_REVOKED);
        }
        return new TokenVerdict.Valid(new SessionClaims(tokenId, sessionId, userId, expiresAt));
    }

    private static <T> T required(String name, @Nullable T claim) throws ParseException {
        if (claim == null || "".equals(claim)) {
            throw new ParseException("the claim '" + name + "' is missing", 0);
        }
        return claim;
    }

    private static boolean isToCome(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(SKEW));
    }
}
