package org.reprise.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UpgradeHelloTest {

    @Property
    void message_comesBackFromItsHeader(@ForAll @Size(max = WireLimits.HELLO_BYTES) byte[] bytes) {
        WireMessage.Text message = new WireMessage.Text(ByteBuffer.wrap(bytes));

        String header = UpgradeHello.header(message);

        assertThat(header).matches("[A-Za-z0-9_-]*");
        assertThat(UpgradeHello.message(header)).isEqualTo(message);
    }

    @Test
    void messageOfMoreThanAHellosBytes_isRefusedBeforeItIsRead() {
        String most = UpgradeHello.header(new WireMessage.Text(ByteBuffer.allocate(WireLimits.HELLO_BYTES)));

        assertThat(UpgradeHello.message(most).length()).isEqualTo(WireLimits.HELLO_BYTES);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> UpgradeHello.message(most + "A"))
                .withMessageContaining("5463 characters, at most 5462")
                .satisfies(refusal -> assertThat(refusal.closeCode()).isEqualTo(CloseCode.TOO_LARGE));
    }

    @Property
    void anyHeader_isAMessageOrRefused(@ForAll String header) {
        try {
            assertThat(UpgradeHello.message(header).length()).isLessThanOrEqualTo(WireLimits.HELLO_BYTES);
        } catch (FrameException e) {
            assertThat(e.getMessage()).startsWith(UpgradeHello.HEADER);
        }
    }
}
