package org.reprise.stress.client;

import org.reprise.resume.RefusalCode;

/** Says that the server refused the client's hello. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    RefusedException(RefusalCode code) {
        super("the server refused to resume: " + code);
        this.code = code;
    }

    /** Why. */
    public RefusalCode code() {
        return code;
    }
}
