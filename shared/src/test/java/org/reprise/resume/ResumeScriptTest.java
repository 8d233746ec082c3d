package org.reprise.resume;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(StoredForm.class)
class ResumeScriptTest {

    private static final int STEPS = 4_000;

    private final StoredForm form;

    ResumeScriptTest(StoredForm form) {
        this.form = form;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyScriptOfSessions_agreesWithItsLedgers(long seed) {
        ResumeScript script = new ResumeScript(form.codec, seed);
        for (int step = 1; step <= STEPS; step++) {
            try {
                script.step();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + step + ", " + script.lastStep() + ": " + e, e);
            }
        }
        script.assertThatAllKindsOfReturnsOccurred();
    }
}
