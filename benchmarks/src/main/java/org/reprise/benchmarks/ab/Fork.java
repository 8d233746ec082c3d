package org.reprise.benchmarks.ab;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One run of a case in a fork of its own.
 *
 * @param started when its process was started
 * @param took how long its process took, start and end of the JVMs included
 * @param result what it measured in one mode: an element of JMH's JSON array, its score a finite number
 */
public record Fork(Instant started, Duration took, JsonNode result) {

    /** The mode in which it was measured, in JMH's short form such as {@code avgt}. */
    public String mode() {
        return result.path("mode").asString("");
    }

    /** How many threads took part. */
    public int threads() {
        return result.path("threads").asInt(1);
    }
}
