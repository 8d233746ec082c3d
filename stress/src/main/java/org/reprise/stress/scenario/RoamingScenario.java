package org.reprise.stress.scenario;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionLostException;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.RefusedException;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.AccessOracle;
import org.reprise.stress.oracle.PairedRatio;

/**
 * Somebody who walks out of the office and goes on by phone keeps the conversation, and nobody else gets it: a session is
 * tied to its token, not to a place.
 *
 * <p>Returns come from other addresses while the connection before is still open, as it is when a phone changes networks.
 * Pairs of a return from the same place and one from elsewhere, in an order that is drawn, tell whether moving costs time.
 */
final class RoamingScenario implements Scenario {

    private static final int SESSIONS = 8;
    /** Where each has but one message of the user's, there are two. */
    private static final int CONVERSATIONS = 2;

    private static final int PAIRS = 25;
    private static final List<String> ADDRESSES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
    private static final int WARM_UP_PAIRS = 5;

    @Override
    public String name() {
        return "roaming";
    }

    @Override
    public String promise() {
        return "a change of networks keeps the session, and no one else gets it";
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        AccessOracle access = new AccessOracle();
        PairedRatio ratio = new PairedRatio();
        try (Stage stage = Stage.open(name(), settings, CONVERSATIONS)) {
            List<ClientNetwork> elsewhere =
                    ADDRESSES.stream().map(stage::networkFrom).toList();
            long done = 0;
            for (int i = 0; i < SESSIONS; i++) {
                ClientNetwork there = elsewhere.get(i % elsewhere.size());
                Map<String, String> place = Map.of("Forwarded", "for=203.0.113." + (i + 1) + ";proto=https");
                Visitor visitor = stage.visitor(i, place);
                visitor.connect();
                visitor.talk(2);
                for (int pair = 0; pair < PAIRS; pair++) {
                    boolean homeFirst = stage.random().nextBoolean();
                    Resumed first = comeBack(visitor, homeFirst ? stage.network() : there, access, tally);
                    Resumed second = comeBack(visitor, homeFirst ? there : stage.network(), access, tally);
                    if (pair >= WARM_UP_PAIRS) {
                        Resumed home = homeFirst ? first : second;
                        Resumed away = homeFirst ? second : first;
                        ratio.add(away.restoreNanos() / (double) home.restoreNanos());
                    }
                    progress.step(++done, (long) SESSIONS * PAIRS);
                }
            }
            intrude(stage, access);
            tally.judge(ratio.judge(
                    name(),
                    "restore from elsewhere, ratio to the same place",
                    settings.objectives().roamingRatio()));
            access.judge(name()).forEach(tally::judge);
            return tally.findings(settings.objectives());
        }
    }

    private static Resumed comeBack(Visitor visitor, ClientNetwork from, AccessOracle access, Tally tally) {
        visitor.client().abandon();
        Resumed resumed = visitor.connect(from);
        access.legitimate(visitor.sessionId(), null);
        tally.reconnected(visitor, resumed, visitor.faults());
        return resumed;
    }

    /** Those who must not get in try to. Afterwards the owner is still there. */
    private static void intrude(Stage stage, AccessOracle access) {
        Visitor owner = stage.visitor(SESSIONS);
        owner.connect();
        owner.talk(1);
        String session = owner.sessionId();
        String user = Scripts.userOf(session);
        SessionTokens own = stage.tokens();
        String right = stage.token(session);
        char changed = right.charAt(right.length() - 10) == 'A' ? 'B' : 'A';
        attempt(stage, access, "an empty token", "", RefusalCode.TOKEN_MALFORMED);
        attempt(stage, access, "a token that is none", "open sesame", RefusalCode.TOKEN_MALFORMED);
        attempt(
                stage,
                access,
                "a token with a forged signature",
                right.substring(0, right.length() - 10) + changed + right.substring(right.length() - 9),
                RefusalCode.TOKEN_FORGED);
        attempt(
                stage,
                access,
                "a token signed with another key",
                Stage.tokens(otherSecret(stage.random()), stage.clock()).issue(session, user, Duration.ofHours(1)),
                RefusalCode.TOKEN_FORGED);
        attempt(
                stage,
                access,
                "an expired token",
                own.issue(session, user, Duration.ofMinutes(-1)),
                RefusalCode.TOKEN_EXPIRED);
        attempt(
                stage,
                access,
                "a token of another service",
                Stage.tokens("another-service", stage.settings().service().secret(), stage.clock())
                        .issue(session, user, Duration.ofHours(1)),
                RefusalCode.TOKEN_FOREIGN);
        attempt(
                stage,
                access,
                "another user",
                own.issue(session, "somebody-else", Duration.ofHours(1)),
                RefusalCode.NOT_OWNER);
        if (stage.server().isPresent()) {
            String revoked = stage.token(session);
            own.revoke(revoked);
            attempt(stage, access, "a revoked token", revoked, RefusalCode.TOKEN_REVOKED);
            attempt(stage, access, "a revoked token, replayed", revoked, RefusalCode.TOKEN_REVOKED);
        }
        owner.talk(1);
        List<String> faults = owner.faults();
        access.legitimate("the owner after the intruders", faults.isEmpty() ? null : faults.get(0));
    }

    private static String otherSecret(Random random) {
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static void attempt(Stage stage, AccessOracle access, String who, String token, RefusalCode expected) {
        ClientOptions options = ClientOptions.of(
                        stage.uri(), () -> token, stage.settings().service().format(), stage.random())
                .manual();
        @Nullable RefusalCode refusal;
        try (ReconnectingClient intruder = new ReconnectingClient(stage.network(), options, ClientListener.NONE)) {
            Waiting.of(intruder.connect(), who);
            refusal = null;
        } catch (RefusedException e) {
            refusal = e.code();
        } catch (ConnectionLostException e) {
            throw new StageException(who + " was cut off without a refusal: " + e.getMessage());
        }
        access.illegitimate(who, expected, refusal);
    }
}
