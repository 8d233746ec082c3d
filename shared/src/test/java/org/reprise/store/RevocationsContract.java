package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of all {@link Revocations}. */
public abstract class RevocationsContract {

    protected static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    protected final Clock clock = new Clock();
    private Revocations revocations;

    /** Time that stands still until it is set. */
    protected static final class Clock implements InstantSource {
        public volatile Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Revocations without one, by {@link #clock}. */
    protected abstract Revocations newRevocations() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        revocations = newRevocations();
    }

    @AfterEach
    void end() {
        revocations.close();
    }

    @Test
    void revokedToken_isRevokedUntilItEndsByItself() {
        revocations.revoke("token", NOW.plusSeconds(10));

        assertThat(revocations.isRevoked("token")).isTrue();
        clock.now = NOW.plusSeconds(10).minusNanos(1);
        assertThat(revocations.isRevoked("token")).isTrue();
        clock.now = NOW.plusSeconds(10);
        assertThat(revocations.isRevoked("token")).isFalse();
        assertThat(revocations.revoked(Set.of("token"))).isEmpty();
    }

    @Test
    void otherToken_isNotRevoked() {
        revocations.revoke("token", NOW.plusSeconds(10));

        assertThat(revocations.isRevoked("other")).isFalse();
        assertThat(revocations.isRevoked("tokens")).isFalse();
        assertThat(revocations.isRevoked("")).isFalse();
    }

    @Test
    void tokenRevokedTwice_isRevoked() {
        revocations.revoke("token", NOW.plusSeconds(10));
        revocations.revoke("token", NOW.plusSeconds(10));

        assertThat(revocations.isRevoked("token")).isTrue();
    }

    @Test
    void revocationOfATokenThatHasEnded_changesNothing() {
        revocations.revoke("token", NOW.minusSeconds(10));

        assertThat(revocations.isRevoked("token")).isFalse();
    }

    @Test
    void ofManyTokens_thoseAreNamedThatAreRevoked() {
        Set<String> all = IntStream.range(0, 2_500).mapToObj(i -> "token-" + i).collect(Collectors.toSet());
        Set<String> some = all.stream().filter(id -> id.endsWith("7")).collect(Collectors.toSet());
        some.forEach(id -> revocations.revoke(id, NOW.plusSeconds(10)));

        assertThat(revocations.revoked(all)).isEqualTo(some);
        assertThat(revocations.revoked(Set.of())).isEmpty();
    }

    @Test
    void idsOfAnyCharacters_areToldApart() {
        revocations.revoke("{a}:%{\u00e4\u20ac\ud83d\ude00\n ", NOW.plusSeconds(10));

        assertThat(revocations.isRevoked("{a}:%{\u00e4\u20ac\ud83d\ude00\n ")).isTrue();
        assertThat(revocations.isRevoked("{a}:%{\u00e4\u20ac\ud83d\ude00\n")).isFalse();
        assertThat(revocations.isRevoked("{a}")).isFalse();
    }
}
