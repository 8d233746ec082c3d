package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.context.Contexts;

class RetentionPolicyTest {

    private static final Instant THEN = Contexts.NOON;

    @Test
    void defaultPolicy_parksAfter30SecondsAndEndsAfter5Minutes() {
        RetentionPolicy policy = RetentionPolicy.DEFAULT;

        assertThat(policy.parks(THEN, THEN.plusSeconds(30).minusNanos(1))).isFalse();
        assertThat(policy.parks(THEN, THEN.plusSeconds(30))).isTrue();
        assertThat(policy.expiry(THEN)).isEqualTo(THEN.plusSeconds(300));
    }

    @Test
    void clockThatWentBack_doesNotPark() {
        assertThat(RetentionPolicy.DEFAULT.parks(THEN, THEN.minusSeconds(3_600)))
                .isFalse();
    }

    @Test
    void policyOfNoTimeAtAll_isAllowed() {
        RetentionPolicy policy = new RetentionPolicy(Duration.ZERO, Duration.ZERO);

        assertThat(policy.parks(THEN, THEN)).isTrue();
        assertThat(policy.expiry(THEN)).isEqualTo(THEN);
    }

    @ParameterizedTest
    @CsvSource({"PT-0.000000001S,PT5M", "PT30S,PT29.999999999S", "PT30S,PT876000H0.000000001S", "PT30S,PT-5M"})
    void durationsBeyondTheBounds_areRefusedByValue(Duration brief, Duration extended) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetentionPolicy(brief, extended))
                .withMessageContainingAll(
                        brief.toString(), extended.toString(), "PT0S", RetentionPolicy.LONGEST.toString());
    }

    @Test
    void longestRetention_hasAnExpiry() {
        assertThat(new RetentionPolicy(RetentionPolicy.LONGEST, RetentionPolicy.LONGEST).expiry(THEN))
                .isEqualTo(THEN.plus(RetentionPolicy.LONGEST));
    }
}
