package org.reprise.stress.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.WireLimits;

/**
 * How a client is set up.
 *
 * @param endpoint gives the endpoint, anew for each connect: any that serves the session will do
 * @param token gives the session token, anew for each hello
 * @param format how frames are sent
 * @param headers further headers of the upgrade request
 * @param backoff how long to wait before a retry; null for a client that comes back only when told
 * @param connectTimeout how long a connect may take, from its start to the hello's answer
 * @param silenceTimeout after how long without any message the server is taken for gone
 * @param clock gives messages their time
 * @param random draws the jitter
 */
public record ClientOptions(
        Supplier<URI> endpoint,
        Supplier<String> token,
        FrameFormat format,
        Map<String, String> headers,
        @Nullable Backoff backoff,
        Duration connectTimeout,
        Duration silenceTimeout,
        InstantSource clock,
        RandomGenerator random) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    public ClientOptions {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(format, "format");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(silenceTimeout, "silenceTimeout");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(random, "random");
    }

    /** A client that comes back by itself, after the default back-off. */
    public static ClientOptions of(URI uri, Supplier<String> token, FrameFormat format, RandomGenerator random) {
        return new ClientOptions(
                () -> uri,
                token,
                format,
                Map.of(),
                Backoff.DEFAULT,
                CONNECT_TIMEOUT,
                WireLimits.SILENCE_TIMEOUT,
                InstantSource.system(),
                random);
    }

    /** These options for a client that comes back only when told. */
    public ClientOptions manual() {
        return new ClientOptions(endpoint, token, format, headers, null, connectTimeout, silenceTimeout, clock, random);
    }

    /** These options with other headers. */
    public ClientOptions withHeaders(Map<String, String> headers) {
        return new ClientOptions(
                endpoint, token, format, headers, backoff, connectTimeout, silenceTimeout, clock, random);
    }

    /** These options with another back-off. */
    public ClientOptions withBackoff(Backoff backoff) {
        return new ClientOptions(
                endpoint, token, format, headers, backoff, connectTimeout, silenceTimeout, clock, random);
    }
}
