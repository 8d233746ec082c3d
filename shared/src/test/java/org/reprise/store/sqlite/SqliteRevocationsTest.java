package org.reprise.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.Revocations;
import org.reprise.store.RevocationsContract;
import org.reprise.store.StoreException;
import org.reprise.store.uri.Stores;

/** The contract, and what a file adds to it: the next process knows. */
final class SqliteRevocationsTest extends RevocationsContract {

    @TempDir
    private Path folder;

    @Override
    protected Revocations newRevocations() {
        return Stores.openRevocations("sqlite:" + folder.resolve("contract.db") + "?durability=normal", clock);
    }

    @Test
    void revocation_isKnownToWhoOpensTheFileNext() {
        String uri = "sqlite:" + folder.resolve("s.db");
        try (Revocations first = Stores.openRevocations(uri, clock)) {
            first.revoke("token", NOW.plusSeconds(60));
        }

        try (Revocations next = Stores.openRevocations(uri, clock)) {
            assertThat(next.isRevoked("token")).isTrue();
            assertThat(next.isRevoked("other")).isFalse();
            clock.now = NOW.plusSeconds(60);
            assertThat(next.isRevoked("token")).isFalse();
        }
        assertThat(folder.resolve("s.db-revocations")).exists();
    }

    @Test
    void revocationsOfTokensThatHaveEnded_areForgottenAtTheNextOne() throws Exception {
        Path file = folder.resolve("r.db");
        try (Revocations revocations = SqliteRevocations.open(file, clock)) {
            revocations.revoke("short", NOW.plusSeconds(10));
            revocations.revoke("long", NOW.plusSeconds(100));
            clock.now = NOW.plusSeconds(50);
            revocations.revoke("last", NOW.plusSeconds(100));
        }

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT group_concat(token) FROM (SELECT token FROM revocation ORDER BY token)")) {
            assertThat(rows.getString(1)).isEqualTo("last,long");
        }
    }

    @Test
    void fileThatCannotBeOpened_isNamed() {
        assertThatThrownBy(() -> SqliteRevocations.open(folder, clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder.toString());
    }
}
