package org.reprise.store;

import org.jspecify.annotations.Nullable;

/**
 * Says that a store cannot do its work now, and may do it later: whoever asked should try again.
 *
 * <p>What was to be done has been done or not, or is done yet, wholly either way: see {@link ContextStore}. An append is tried again with the same client message
 * id, which stores it once.
 */
public final class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** {@code what} tells what failed, and where. */
    public StoreUnavailableException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
