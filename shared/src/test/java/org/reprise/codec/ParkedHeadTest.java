package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.Contexts;

class ParkedHeadTest {

    private static final byte[] HEAD =
            new BinaryCodec().encodeHead(Contexts.everything().head());

    static Stream<ContextCodec> codecs() {
        return Stream.of(new BinaryCodec(), new JsonCodec());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void head_comesBack(ContextCodec codec) {
        byte[] head = codec.encodeHead(Contexts.everything().head());
        byte[] parked = ParkedHead.pack(head, Packer.PLAIN);

        assertThat(ParkedHead.is(parked)).isTrue();
        assertThat(ParkedHead.unpack(parked, Packer.PLAIN)).isEqualTo(head);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void headThatIsNotParked_isItself(ContextCodec codec) {
        byte[] head = codec.encodeHead(Contexts.everything().head());

        assertThat(ParkedHead.is(head)).isFalse();
        assertThat(ParkedHead.unpack(head, Packer.PLAIN)).isSameAs(head);
    }

    @Property(tries = 500)
    void anyBytes_comeBack(@ForAll byte[] head) {
        assertThat(ParkedHead.unpack(ParkedHead.pack(head, Packer.PLAIN), Packer.PLAIN))
                .isEqualTo(head);
    }

    @Test
    void everyFlippedBit_isRefusedOrNoParkedHeadAnyMore() {
        byte[] parked = ParkedHead.pack(HEAD, Packer.PLAIN);

        for (int bit = 0; bit < parked.length * Byte.SIZE; bit++) {
            byte[] flipped = parked.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            if (ParkedHead.is(flipped)) {
                assertRefused(flipped);
            }
        }
    }

    @Test
    void everyCut_isRefused() {
        byte[] parked = ParkedHead.pack(HEAD, Packer.PLAIN);

        for (int length = 1; length < parked.length; length++) {
            assertRefused(Arrays.copyOf(parked, length));
        }
        assertRefused(Arrays.copyOf(parked, parked.length + 1));
    }

    private static void assertRefused(byte[] parked) {
        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> ParkedHead.unpack(parked, Packer.PLAIN))
                .withMessageStartingWith("parked head context, byte ");
    }
}
