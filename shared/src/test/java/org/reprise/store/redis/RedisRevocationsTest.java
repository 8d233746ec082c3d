package org.reprise.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisServerCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.Revocations;
import org.reprise.store.RevocationsContract;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.uri.Stores;

/** The contract, and what a server adds to it: every process knows, and nothing is left behind. */
final class RedisRevocationsTest extends RevocationsContract {

    @TempDir
    private static Path folder;

    private static RedisProcess server;

    @BeforeAll
    static void startServer() {
        server = Servers.start(folder, "--appendonly", "yes", "--appendfsync", "always");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected Revocations newRevocations() {
        Servers.ask(server.uri(), RedisServerCommands::flushall);
        return Stores.openRevocations(server.uri(), clock);
    }

    @Test
    void revocationOfOneProcess_isKnownToTheOther_asSoonAsItReturns() {
        try (Revocations one = Stores.openRevocations(server.uri(), clock);
                Revocations other = Stores.openRevocations(server.uri(), clock)) {
            for (int i = 0; i < 100; i++) {
                String token = "token-" + i;
                assertThat(other.isRevoked(token)).isFalse();
                one.revoke(token, NOW.plusSeconds(60));
                assertThat(other.isRevoked(token)).isTrue();
            }
        }
    }

    @Test
    void keyOfARevocation_goesByItselfAfterItsTokenHasEnded() {
        try (Revocations revocations = Stores.openRevocations(server.uri(), clock)) {
            revocations.revoke("token", NOW.plusSeconds(60));

            long millis = Servers.ask(server.uri(), redis -> redis.pttl("reprise:revoked:stoken"));
            assertThat(millis).isBetween(60_000L, 121_000L);
        }
    }

    @Test
    void whileTheServerIsAway_nothingIsSaid_andAfterwardsWhatWasRevokedStillIs() {
        try (Revocations revocations = Stores.openRevocations(server.uri(), clock)) {
            revocations.revoke("token", NOW.plusSeconds(60));
            server.kill();

            assertThatThrownBy(() -> revocations.isRevoked("token")).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> revocations.revoke("other", NOW.plusSeconds(60)))
                    .isInstanceOf(StoreUnavailableException.class);
            server.restart();

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> revocations.revoked(Set.of("token")).equals(Set.of("token")));
        }
    }
}
