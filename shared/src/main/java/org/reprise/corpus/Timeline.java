package org.reprise.corpus;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Role;

/**
 * The times of one conversation's messages. Each conversation has a span of its own, and its gaps are held so short
 * that it ends within it, so that conversations follow one another without knowing each other. Not thread-safe.
 */
final class Timeline {

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration SPAN = Duration.ofHours(2);
    private static final Duration LONGEST_CONVERSATION = Duration.ofMinutes(90);
    private static final int LATEST_START_MILLIS = (int) Duration.ofMinutes(15).toMillis();

    /** Milliseconds that pass before a message, by who says it. People read and type, models write, tools look up. */
    private static final Map<Role, Quantiles> GAPS = new EnumMap<>(Map.of(
            Role.SYSTEM, Quantiles.of(1, 5, 20),
            Role.USER, Quantiles.of(2_500, 9_000, 18_000, 35_000, 180_000),
            Role.ASSISTANT, Quantiles.of(400, 900, 1_600, 3_000, 12_000),
            Role.TOOL, Quantiles.of(8, 60, 180, 600, 6_000)));

    private final Draws draws;
    private final long longestGapNanos;
    private Instant now;

    /** The times of the {@code index}-th conversation, which has {@code messages} messages. */
    Timeline(Draws draws, int index, int messages) {
        this.draws = draws;
        this.longestGapNanos = LONGEST_CONVERSATION.toNanos() / messages;
        this.now = START.plus(SPAN.multipliedBy(index)).plusMillis(draws.below(LATEST_START_MILLIS));
    }

    /** When a message of {@code role} is said next. */
    Instant next(Role role) {
        return nextAfter(duration(role));
    }

    /** When a tool's answer comes that took {@code duration}, or, if nobody measured, a plausible time. */
    Instant nextAfter(@Nullable Duration duration) {
        Duration gap = duration == null ? duration(Role.TOOL) : duration;
        now = now.plusNanos(Math.min(gap.toNanos(), longestGapNanos));
        return now;
    }

    /** A plausible time between the message before and one of {@code role}. */
    Duration duration(Role role) {
        return Duration.ofMillis(GAPS.get(role).draw(draws));
    }
}
