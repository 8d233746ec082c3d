package org.reprise.store;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link ContextStore} must keep. The test of a store extends this and names the store; each part of the
 * contract stands in a class of its own.
 */
public abstract class ContextStoreContract {

    /** An empty store, independent of all before. */
    protected abstract ContextStore newStore();

    @Nested
    final class Opening extends OpeningContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Attaching extends AttachingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Admitting extends AdmittingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Appending extends AppendingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class ReplacingTheHead extends HeadContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Reading extends ReadingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class ReadingByBatch extends BatchReadingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Detaching extends DetachingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Expiring extends ExpiringContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Parking extends ParkingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class Unparking extends UnparkingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class NullArguments extends NullArgumentsContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class RandomOperations extends RandomOperationsContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class RacingCalls extends RacingContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class ConcurrentCalls extends ConcurrencyContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }

    @Nested
    final class HistoriesOfSeveralClients extends LinearizabilityContract {
        @Override
        ContextStore newStore() {
            return ContextStoreContract.this.newStore();
        }
    }
}
