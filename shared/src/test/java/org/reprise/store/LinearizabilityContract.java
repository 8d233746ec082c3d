package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.reprise.store.linearizability.FaultyStore;
import org.reprise.store.linearizability.Histories;

/** What several clients see of a session at once could have come about one call at a time. */
abstract class LinearizabilityContract extends StoreFixture {

    private static final int HISTORIES = 150;

    @Test
    void callsOfSeveralClients_takeEffectOneAfterAnother() throws Exception {
        assertThat(Histories.firstWrong(store, HISTORIES, new Random().nextInt()))
                .isEmpty();
    }

    @Test
    void callsThatAreLostOrWhoseAnswersAre_takeEffectOnceOrNotAtAll() throws Exception {
        long seed = new Random().nextInt();
        ContextStore faulty = FaultyStore.unavailable(store, seed);
        assertThat(Histories.firstWrong(faulty, HISTORIES, seed)).isEmpty();
    }
}
