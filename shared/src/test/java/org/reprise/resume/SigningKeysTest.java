package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    private static final byte[] SECRET =
            "0123456789abcdef0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Test
    void currentKeyThatIsNotAmongThem_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SigningKeys("k2", Map.of("k1", SECRET)))
                .withMessageContainingAll("'k2'", "k1");
    }

    @Test
    void keyThatIsTooShort_isRefusedByItsIdAndLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SigningKeys("k1", Map.of("k1", SECRET, "short", new byte[31])))
                .withMessageContainingAll("'short'", "31", "32");
    }

    @Test
    void keysThatTheCallerChanges_stayAsTheyWere() {
        byte[] secret = SECRET.clone();
        Map<String, byte[]> secrets = new TreeMap<>(Map.of("k1", secret));
        SigningKeys keys = new SigningKeys("k1", secrets);

        secret[0] = 0;
        secrets.clear();

        assertThat(keys.secrets().get("k1")).isEqualTo(SECRET);
    }

    @Test
    void noText_showsASecret() {
        SigningKeys keys = new SigningKeys("k1", Map.of("k1", SECRET));

        assertThat(keys).hasToString("SigningKeys[currentId=k1, ids=[k1]]");
    }
}
