package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.wire.BinaryFrames;

@Tag("wire")
@Tag("websocket-resilience")
class WireTest {

    @Test
    void everySizeAndFormat_comesBackWholeAndIsComparedToABareUpgrade() {
        Scenario.Findings findings =
                new WireScenario(2, 3).play(RepriseExtension.settings(new BinaryFrames()), (done, all) -> {});

        assertThat(findings.verdicts())
                .filteredOn(verdict -> verdict.objective().startsWith("context"))
                .extracting(Verdict::status)
                .containsExactly(Verdict.Status.PASS);
        assertThat(findings.verdicts())
                .filteredOn(verdict -> verdict.objective().endsWith("over a bare upgrade"))
                .hasSize(4)
                .allSatisfy(verdict -> assertThat(verdict.observed()).endsWith("3 pairs"));
        assertThat(findings.restored()).isEqualTo(4 * 3);
        assertThat(findings.notes())
                .hasSize(2 * 4)
                .allSatisfy(note -> assertThat(note).containsAnyOf("the server used", "ms to connect"));
    }
}
