package org.reprise.stress.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Frame;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;
import org.reprise.wire.CloseCode;
import org.reprise.wire.FrameException;
import org.reprise.wire.WireMessage;

class MessageAssemblyTest {

    private static final int MOST = 10;

    private final MessageAssembly messages = new MessageAssembly(MOST);

    @Test
    void messageOfOneFrame_isThatFramesBytes() {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3});

        assertThat(messages.add(Frame.Type.BINARY, true, payload)).contains(new WireMessage.Binary(payload));
    }

    @Test
    void fragments_areOneMessageOfTheFirstOnesType_whateverIsBetweenThem() {
        assertThat(add(Frame.Type.TEXT, false, "a")).isEmpty();
        assertThat(add(Frame.Type.PING, true, "?")).isEmpty();
        assertThat(add(Frame.Type.CONTINUATION, false, "€")).isEmpty();
        assertThat(add(Frame.Type.CONTINUATION, true, "c")).contains(WireMessage.Text.of("a€c"));

        assertThat(add(Frame.Type.BINARY, false, "")).isEmpty();
        assertThat(add(Frame.Type.CONTINUATION, true, "d"))
                .contains(new WireMessage.Binary(ByteBuffer.wrap(new byte[] {'d'})));
    }

    @Test
    void messageThatIsTooLarge_isRefusedBeforeItIsWhole() {
        assertThat(add(Frame.Type.TEXT, true, "0123456789")).isPresent();
        assertThat(add(Frame.Type.TEXT, false, "01234")).isEmpty();
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> add(Frame.Type.CONTINUATION, false, "567890"))
                .satisfies(refusal -> assertThat(refusal.closeCode()).isEqualTo(CloseCode.TOO_LARGE))
                .withMessageContaining("11 bytes, at most 10");
    }

    @Test
    void roomForAMessage_isNotKeptForTheNext() {
        int large = 1 << 20;
        messages.allow(large);
        messages.add(Frame.Type.BINARY, false, ByteBuffer.allocate(large - 1));
        assertThat(messages.add(Frame.Type.CONTINUATION, true, ByteBuffer.allocate(1)))
                .hasValueSatisfying(message -> assertThat(message.length()).isEqualTo(large));

        assertThat(GraphLayout.parseInstance(messages).totalSize()).isLessThan(1 << 10);
    }

    private Optional<WireMessage> add(Frame.Type type, boolean isLast, String payload) {
        return messages.add(type, isLast, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
    }
}
