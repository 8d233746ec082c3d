package org.reprise.stress.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void limitThatIsTooSmall_isNamedWithWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenFiles.require(10_000, 4_096))
                .withMessageContaining("10000 sessions needs 10512 open files")
                .withMessageContaining("4096 are allowed")
                .withMessageContaining("'ulimit -n 10512'");
    }

    @Test
    void limitThatIsEnough_isFine() {
        assertThatCode(() -> OpenFiles.require(10_000, 10_512)).doesNotThrowAnyException();
    }

    @Test
    void limitOfThisProcess_isKnown() {
        assertThat(OpenFiles.most()).isPositive();
    }
}
