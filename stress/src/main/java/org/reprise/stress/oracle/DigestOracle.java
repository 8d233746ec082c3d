package org.reprise.stress.oracle;

import java.util.ArrayList;
import java.util.List;
import org.reprise.context.ContextComparison;
import org.reprise.context.ContextDigest;
import org.reprise.context.SessionContext;

/** Digest: the ledger's context, the server's and the client's replica are one and the same. */
public final class DigestOracle {

    private static final int SHOWN_DIFFERENCES = 3;

    private DigestOracle() {}

    /** How {@code found}, which {@code whose} holds, differs from the ledger; empty if it does not. */
    public static List<String> judge(SessionContext ledger, String whose, SessionContext found) {
        ContextDigest expected = ContextDigest.of(ledger);
        ContextDigest actual = ContextDigest.of(found);
        if (expected.equals(actual)) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        differences.add(whose + " differs in " + expected.differencesFrom(actual));
        ContextComparison.between(ledger, found).differences().stream()
                .limit(SHOWN_DIFFERENCES)
                .forEach(difference -> differences.add(difference.toString()));
        return differences;
    }
}
