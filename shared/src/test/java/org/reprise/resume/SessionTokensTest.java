package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.reprise.resume.RefusalCode.TOKEN_EXPIRED;
import static org.reprise.resume.RefusalCode.TOKEN_FOREIGN;
import static org.reprise.resume.RefusalCode.TOKEN_FORGED;
import static org.reprise.resume.RefusalCode.TOKEN_MALFORMED;
import static org.reprise.resume.RefusalCode.TOKEN_REVOKED;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.Contexts;
import org.reprise.store.memory.MemoryRevocations;

class SessionTokensTest {

    private static final Instant NOW = Contexts.NOON;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final byte[] SECRET = secret(1);
    private static final byte[] OTHER_SECRET = secret(2);
    private static final String HEADER = "{\"alg\":\"HS256\",\"kid\":\"k1\"}";
    private static final String CLAIMS =
            "{\"iss\":\"reprise\",\"sub\":\"user-1\",\"sid\":\"session-1\",\"jti\":\"token-1\"," + "\"iat\":"
                    + NOW.getEpochSecond() + ",\"exp\":" + NOW.plus(HOUR).getEpochSecond() + "}";

    private final ManualClock clock = new ManualClock(NOW);
    private final MemoryRevocations revocations = new MemoryRevocations(clock);
    private final SessionTokens tokens = tokens("reprise", "k1", Map.of("k1", SECRET));

    @Test
    void issuedToken_isValidAndSaysWhatItWasIssuedFor() {
        TokenVerdict verdict = tokens.verify(tokens.issue("session-1", "user-1", HOUR));

        assertThat(verdict).isInstanceOfSatisfying(TokenVerdict.Valid.class, valid -> {
            assertThat(valid.claims().sessionId()).isEqualTo("session-1");
            assertThat(valid.claims().userId()).isEqualTo("user-1");
            assertThat(valid.claims().expiresAt()).isEqualTo(NOW.plus(HOUR));
            assertThat(valid.claims().tokenId()).isNotEmpty();
        });
    }

    @Test
    void tokensForTheSameSession_haveIdsOfTheirOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(valid(tokens.issue("session-1", "user-1", HOUR)).tokenId());
        }

        assertThat(ids).hasSize(100);
    }

    @Test
    void idsBeyondLatin1_comeBack() {
        SessionClaims claims = valid(tokens.issue("session \"漢\" \ud83d\ude00", "Renée", HOUR));

        assertThat(claims.sessionId()).isEqualTo("session \"漢\" \ud83d\ude00");
        assertThat(claims.userId()).isEqualTo("Renée");
    }

    @Test
    void tokenOfAnotherImplementation_isValid() {
        SessionClaims claims =
                valid(RawToken.hs256("{ \"typ\": \"JWT\", \"kid\": \"k1\", \"alg\": \"HS256\" }", CLAIMS, SECRET));

        assertThat(claims).isEqualTo(new SessionClaims("token-1", "session-1", "user-1", NOW.plus(HOUR)));
    }

    @Test
    void tokenWithoutIssueTime_isValid() {
        assertValid(RawToken.hs256(HEADER, CLAIMS.replaceFirst("\"iat\":\\d+,", ""), SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "garbage",
                "not a token at all",
                "Bearer abc",
                "e30.e30.e30",
                "\0",
                "漢字.漢字.漢字",
                "null"
            })
    void garbage_isMalformed(String garbage) {
        assertInvalid(garbage, TOKEN_MALFORMED);
    }

    @Test
    void tokenOfTheMostCharacters_isValid_andOneMoreIsRefused() {
        String longest = longest();

        assertThat(longest).hasSize(SessionTokens.MAX_CHARACTERS);
        assertValid(longest);
        assertInvalid(longest + "A", TOKEN_MALFORMED);
    }

    @Test
    void tooLongToken_isRefusedThoughItIsSigned() {
        String claims = CLAIMS.replace("user-1", "u".repeat(SessionTokens.MAX_CHARACTERS));

        assertInvalid(RawToken.hs256(HEADER, claims, SECRET), TOKEN_MALFORMED);
    }

    @Test
    void issueForIdsThatMakeTheTokenTooLong_throwsNamingTheBound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issue("s".repeat(SessionTokens.MAX_CHARACTERS), "user-1", HOUR))
                .withMessageContaining("at most " + SessionTokens.MAX_CHARACTERS);
    }

    @ParameterizedTest
    @CsvSource({"'',user-1", "session-1,''"})
    void issueForAnEmptyId_throws(String sessionId, String userId) {
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.issue(sessionId, userId, HOUR));
    }

    @Test
    void tokenCutAnywhere_isNeverValid() {
        String token = tokens.issue("session-1", "user-1", HOUR);

        for (int length = 0; length < token.length(); length++) {
            assertNotValid(token.substring(0, length));
            assertNotValid(token.substring(token.length() - length));
        }
    }

    @Test
    void tokenWithAnyCharacterReplaced_isNeverValid() {
        String token = tokens.issue("session-1", "user-1", HOUR);
        String replacements = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \né";

        for (int i = 0; i < token.length(); i++) {
            for (char replacement : replacements.toCharArray()) {
                if (replacement != token.charAt(i)) {
                    assertNotValid(token.substring(0, i) + replacement + token.substring(i + 1));
                }
            }
        }
    }

    @Test
    void tokenWithACharacterMoreOrLessAnywhere_isNeverValid() {
        String token = tokens.issue("session-1", "user-1", HOUR);

        for (int i = 0; i <= token.length(); i++) {
            for (char more : "A.=!+ \n\0é".toCharArray()) {
                assertNotValid(token.substring(0, i) + more + token.substring(i));
            }
            if (i < token.length()) {
                assertNotValid(token.substring(0, i) + token.substring(i + 1));
            }
        }
    }

    @Test
    void signatureInTheOtherBase64Alphabet_isForged() {
        String token = tokenWhoseSignatureHas("-", "_");
        String signature = token.substring(token.lastIndexOf('.'));

        assertInvalid(token.replace(signature, signature.replace('-', '+').replace('_', '/')), TOKEN_FORGED);
    }

    @Test
    void unusedBitsOfTheSignaturesLastCharacter_areForgedIfSet() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String token = tokens.issue("session-1", "user-1", HOUR);
        int last = token.length() - 1;
        int bits = alphabet.indexOf(token.charAt(last));

        assertThat(bits % 4)
                .as("32 bytes leave two bits of 43 characters unused")
                .isZero();
        for (int unused = 1; unused < 4; unused++) {
            assertInvalid(token.substring(0, last) + alphabet.charAt(bits + unused), TOKEN_FORGED);
        }
    }

    @Test
    void claimsOfAnotherToken_underASignatureOfOurs_areForged() {
        String mine = tokens.issue("session-1", "user-1", HOUR);
        String theirs = tokens.issue("session-2", "user-2", HOUR);

        String[] mineParts = mine.split("\\.");
        String[] theirParts = theirs.split("\\.");

        assertInvalid(mineParts[0] + "." + theirParts[1] + "." + mineParts[2], TOKEN_FORGED);
    }

    @Test
    void algorithmNone_isForged() {
        String none = "{\"alg\":\"none\",\"kid\":\"k1\"}";

        assertInvalid(RawToken.encoded(none) + "." + RawToken.encoded(CLAIMS) + ".", TOKEN_FORGED);
        assertInvalid(RawToken.hs256(none, CLAIMS, SECRET), TOKEN_FORGED);
    }

    @ParameterizedTest
    @CsvSource({"HS384,HmacSHA384", "HS512,HmacSHA512"})
    void otherHashUnderTheSameKey_isForged(String algorithm, String mac) {
        byte[] longSecret = new byte[64];
        SessionTokens service = tokens("reprise", "k1", Map.of("k1", longSecret));
        String header = HEADER.replace("HS256", algorithm);

        assertThat(service.verify(RawToken.hs256(HEADER, CLAIMS, longSecret))).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(service.verify(RawToken.signed(header, CLAIMS, longSecret, mac)))
                .isEqualTo(new TokenVerdict.Invalid(TOKEN_FORGED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "PS256", "EdDSA", "dir", "hs256", "HS257", ""})
    void headerThatNamesAnotherAlgorithm_isForged(String algorithm) {
        assertInvalid(RawToken.hs256(HEADER.replace("HS256", algorithm), CLAIMS, SECRET), TOKEN_FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kid\":\"k1\"}",
                "{\"alg\":5,\"kid\":\"k1\"}",
                "{\"alg\":null,\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"kid\":1}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"x5c\":[null,1]}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\"",
                "[]",
                "null",
                "\"HS256\"",
                ""
            })
    void headerThatIsNone_isMalformed(String header) {
        assertInvalid(RawToken.hs256(header, CLAIMS, SECRET), TOKEN_MALFORMED);
    }

    @Test
    void headerWithAnExtensionThatMustBeUnderstood_isForged() {
        assertInvalid(
                RawToken.hs256("{\"alg\":\"HS256\",\"kid\":\"k1\",\"crit\":[\"new\"],\"new\":1}", CLAIMS, SECRET),
                TOKEN_FORGED);
    }

    @Test
    void headerNestedAsDeepAsATokenMayBe_isMalformed() {
        assertInvalid(RawToken.encoded("{\"a\":" + "[".repeat(1_000)) + ".e30.AAAA", TOKEN_MALFORMED);
    }

    @Test
    void otherKeyUnderAKnownId_isForged() {
        assertInvalid(RawToken.hs256(HEADER, CLAIMS, OTHER_SECRET), TOKEN_FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"alg\":\"HS256\",\"kid\":\"k2\"}", "{\"alg\":\"HS256\",\"kid\":\"\"}", "{\"alg\":\"HS256\"}"})
    void unknownKeyId_isForged(String header) {
        assertInvalid(RawToken.hs256(header, CLAIMS, SECRET), TOKEN_FORGED);
    }

    @Test
    void tokenOfARetiredKey_isValidWhileTheKeyIsKept() {
        String old = tokens.issue("session-1", "user-1", HOUR);
        SessionTokens rotated = tokens("reprise", "k2", Map.of("k1", SECRET, "k2", OTHER_SECRET));

        assertThat(rotated.verify(old)).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(rotated.verify(rotated.issue("session-1", "user-1", HOUR))).isInstanceOf(TokenVerdict.Valid.class);
    }

    @Test
    void tokenOfARemovedKey_isForged() {
        String old = tokens.issue("session-1", "user-1", HOUR);
        SessionTokens without = tokens("reprise", "k2", Map.of("k2", OTHER_SECRET));

        assertThat(without.verify(old)).isEqualTo(new TokenVerdict.Invalid(TOKEN_FORGED));
    }

    @Test
    void tokenOfTheNewKey_isForgedWhereTheKeyIsNotYetKnown() {
        SessionTokens rotated = tokens("reprise", "k2", Map.of("k1", SECRET, "k2", OTHER_SECRET));

        assertInvalid(rotated.issue("session-1", "user-1", HOUR), TOKEN_FORGED);
    }

    @Test
    void secretThatItsOwnerOverwrites_isKept() {
        byte[] secret = SECRET.clone();
        SessionTokens service = tokens("reprise", "k1", Map.of("k1", secret));
        java.util.Arrays.fill(secret, (byte) 0);

        assertValid(service.issue("session-1", "user-1", HOUR));
    }

    @Test
    void tokenOfAnotherIssuerWithTheSameKey_isForeign() {
        SessionTokens other = tokens("other service", "k1", Map.of("k1", SECRET));

        assertInvalid(other.issue("session-1", "user-1", HOUR), TOKEN_FOREIGN);
        assertInvalid(RawToken.hs256(HEADER, CLAIMS.replace("\"iss\":\"reprise\",", ""), SECRET), TOKEN_FOREIGN);
    }

    @Test
    void tokenIsValid_untilItsEndAndTheSkew() {
        String token = tokens.issue("session-1", "user-1", HOUR);

        clock.set(NOW.plus(HOUR).plus(SessionTokens.SKEW).minus(NANO));
        assertValid(token);

        clock.set(NOW.plus(HOUR).plus(SessionTokens.SKEW));
        assertInvalid(token, TOKEN_EXPIRED);
    }

    @Test
    void endOfAToken_isRoundedDownToTheSecond() {
        clock.set(NOW.plusNanos(999_999_999));

        assertThat(valid(tokens.issue("session-1", "user-1", HOUR)).expiresAt()).isEqualTo(NOW.plus(HOUR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void tokenWhoseTimeIsToCome_isValidOnlyWithinTheSkew(String claim) {
        long toCome = NOW.plus(HOUR).getEpochSecond();
        String token = RawToken.hs256(
                HEADER,
                "{\"iss\":\"reprise\",\"sub\":\"user-1\",\"sid\":\"session-1\",\"jti\":\"token-1\",\"" + claim + "\":"
                        + toCome + ",\"exp\":" + (toCome + 60) + "}",
                SECRET);

        clock.set(NOW.plus(HOUR).minus(SessionTokens.SKEW).minus(NANO));
        assertInvalid(token, TOKEN_EXPIRED);

        clock.set(NOW.plus(HOUR).minus(SessionTokens.SKEW));
        assertValid(token);
    }

    @Test
    void revokedToken_isRefusedHoweverOftenItIsReplayed() {
        String token = tokens.issue("session-1", "user-1", HOUR);
        String sameSession = tokens.issue("session-1", "user-1", HOUR);

        assertThat(tokens.revoke(token)).isTrue();

        for (int replay = 0; replay < 3; replay++) {
            assertInvalid(token, TOKEN_REVOKED);
            clock.advance(Duration.ofMinutes(10));
        }
        assertValid(sameSession);
    }

    @Test
    void revokedToken_isNeverValidAgain() {
        String token = tokens.issue("session-1", "user-1", HOUR);
        String later = tokens.issue("session-2", "user-1", HOUR.multipliedBy(3));
        tokens.revoke(token);

        clock.set(NOW.plus(HOUR).plus(SessionTokens.SKEW).minus(NANO));
        assertInvalid(token, TOKEN_REVOKED);
        clock.set(NOW.plus(HOUR).plus(SessionTokens.SKEW));
        tokens.revoke(later);
        assertInvalid(token, TOKEN_EXPIRED);
    }

    @Test
    void revokeATokenTwice_changesNothing() {
        String token = tokens.issue("session-1", "user-1", HOUR);
        tokens.revoke(token);

        assertThat(tokens.revoke(token)).isFalse();
        assertInvalid(token, TOKEN_REVOKED);
    }

    @Test
    void revokeAForgedToken_leavesTheRealOneValid() {
        String real = RawToken.hs256(HEADER, CLAIMS, SECRET);

        assertThat(tokens.revoke(RawToken.hs256(HEADER, CLAIMS, OTHER_SECRET))).isFalse();

        assertValid(real);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "sid", "jti", "exp"})
    void missingClaim_isMalformed(String claim) {
        assertInvalid(
                RawToken.hs256(HEADER, CLAIMS.replace("\"" + claim + "\":", "\"other\":"), SECRET), TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "sid", "jti"})
    void emptyClaim_isMalformed(String claim) {
        assertInvalid(withClaim(claim, "\"\""), TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sub|[\"user-1\"]",
                "sub|null",
                "sid|42",
                "sid|null",
                "sid|{\"a\":1}",
                "jti|1",
                "jti|[]",
                "iss|[\"reprise\"]",
                "iss|7",
                "exp|\"4102444800\"",
                "exp|true",
                "exp|null",
                "iat|\"0\"",
                "iat|{}"
            })
    void claimOfAnotherType_isMalformed(String claim, String value) {
        RefusalCode code =
                tokens.verify(withClaim(claim, value)) instanceof TokenVerdict.Invalid invalid ? invalid.code() : null;

        assertThat(code).isEqualTo(TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"claims\"", "", "{", "{}x", "{\"iss\":\"reprise\",\"iss\":\"reprise\"}"})
    void claimsThatAreNoObject_areMalformed(String claims) {
        assertInvalid(RawToken.hs256(HEADER, claims, SECRET), TOKEN_MALFORMED);
    }

    @Test
    void claimsThatNobodyKnows_areSkipped() {
        assertValid(RawToken.hs256(HEADER, CLAIMS.replace("{", "{\"roles\":[{\"a\":null}],"), SECRET));
    }

    @Property(tries = 2_000)
    void anyText_isAnsweredAndNeverValid(@ForAll String text) {
        assertNotValid(text);
    }

    @Property(tries = 2_000)
    void anyThreeParts_areAnsweredAndNeverValid(@ForAll("parts") String token) {
        assertNotValid(token);
    }

    @Property(tries = 2_000)
    void anyHeaderUnderTheRightKey_isAnswered(@ForAll("headers") String header) {
        assertThat(tokens.verify(RawToken.hs256(header, CLAIMS, SECRET))).isNotNull();
    }

    @Property(tries = 2_000)
    void anyClaimsUnderTheRightKey_areAnswered(@ForAll("claims") String claims) {
        assertThat(tokens.verify(RawToken.hs256(HEADER, claims, SECRET))).isNotNull();
    }

    @Provide
    Arbitrary<String> parts() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.strings().alpha().numeric().withChars("-_").ofMaxLength(80),
                Arbitraries.of(HEADER, CLAIMS, "{}", "[]").map(RawToken::encoded),
                headers().map(RawToken::encoded));
        return Combinators.combine(part, part, part).as((a, b, c) -> a + "." + b + "." + c);
    }

    @Provide
    Arbitrary<String> headers() {
        return objects(
                        "alg",
                        "kid",
                        "typ",
                        "cty",
                        "crit",
                        "jku",
                        "jwk",
                        "x5u",
                        "x5t",
                        "x5t#S256",
                        "x5c",
                        "b64",
                        "enc",
                        "zip")
                .map(members -> "{\"alg\":\"HS256\",\"kid\":\"k1\"" + members + "}");
    }

    @Provide
    Arbitrary<String> claims() {
        return objects("iss", "sub", "sid", "jti", "iat", "nbf", "exp", "aud")
                .map(members -> "{\"x\":0" + members + "}");
    }

    private static Arbitrary<String> objects(String... names) {
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1.5",
                "1e300",
                "1e999999999",
                "9223372036854775807",
                "\"\"",
                "\"reprise\"",
                "\"HS256\"",
                "\"k1\"",
                "\"::not a uri\"",
                "\"\\ud800\"",
                "[]",
                "[null]",
                "[\"b64\"]",
                "[[[[]]]]",
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AA\",\"d\":\"AA\"}",
                "{\"kty\":null}",
                "nonsense");
        return Combinators.combine(Arbitraries.of(names), values)
                .as((name, value) -> ",\"" + name + "\":" + value)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(members -> String.join("", members));
    }

    private String withClaim(String claim, String value) {
        String claims = CLAIMS.replaceFirst("\"" + claim + "\":(\"[^\"]*\"|\\d+)", "\"" + claim + "\":" + value);
        assertThat(claims).isNotEqualTo(CLAIMS);
        return RawToken.hs256(HEADER, claims, SECRET);
    }

    private String longest() {
        for (int length = 1; ; length++) {
            String token = tokens.issue("session-1", "u".repeat(length), HOUR);
            if (token.length() == SessionTokens.MAX_CHARACTERS) {
                return token;
            }
        }
    }

    private String tokenWhoseSignatureHas(String... characters) {
        while (true) {
            String token = tokens.issue("session-1", "user-1", HOUR);
            String signature = token.substring(token.lastIndexOf('.'));
            if (Set.of(characters).stream().anyMatch(signature::contains)) {
                return token;
            }
        }
    }

    private SessionTokens tokens(String issuer, String currentKeyId, Map<String, byte[]> secrets) {
        return new SessionTokens(issuer, new SigningKeys(currentKeyId, secrets), revocations, clock);
    }

    private SessionClaims valid(String token) {
        assertValid(token);
        return ((TokenVerdict.Valid) tokens.verify(token)).claims();
    }

    private void assertValid(String token) {
        assertThat(tokens.verify(token)).isInstanceOf(TokenVerdict.Valid.class);
    }

    private void assertNotValid(String token) {
        assertThat(tokens.verify(token)).as(token).isInstanceOf(TokenVerdict.Invalid.class);
    }

    private void assertInvalid(String token, RefusalCode code) {
        assertThat(tokens.verify(token)).as(token).isEqualTo(new TokenVerdict.Invalid(code));
    }

    private static byte[] secret(int seed) {
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        new java.util.Random(seed).nextBytes(secret);
        return secret;
    }
}
