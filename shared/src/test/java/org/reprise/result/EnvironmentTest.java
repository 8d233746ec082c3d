package org.reprise.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnvironmentTest {

    @TempDir
    private Path folder;

    @Test
    void environment_isWrittenWithAllThatAComparisonLooksAt() {
        Path file = folder.resolve("environment.json");

        Environment.ofThisProcess(Instant.EPOCH).write(file);

        JsonNode written = JsonMapper.shared().readTree(file);
        assertThat(written.propertyNames())
                .containsExactlyInAnyOrder(
                        "jdk", "vm", "flags", "os", "cpu", "cores", "maxHeapBytes", "version", "commit", "at");
        assertThat(written.get("commit").asString()).matches("[0-9a-f]{40}(-dirty)?|unknown");
        assertThat(written.get("jdk").asString()).startsWith(System.getProperty("java.version"));
        assertThat(written.get("cpu").asString()).isNotBlank();
        assertThat(written.get("cores").asInt()).isPositive();
    }
}
