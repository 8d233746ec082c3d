package org.reprise.store;

import org.jspecify.annotations.Nullable;

/** Says that a store cannot be opened or cannot do its work: a file that is damaged or another's, a disk that is full. */
public sealed class StoreException extends RuntimeException permits StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    /** {@code what} tells what failed, where, and what to do. */
    public StoreException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
