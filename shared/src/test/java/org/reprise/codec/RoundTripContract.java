package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.reprise.context.ContextArbitraries;
import org.reprise.context.ContextDigest;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;

/** Every codec gives back whatever it is given. */
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.NONE)
abstract class RoundTripContract {

    private final ContextCodec codec;

    /** Used again and again, to find out what one try leaves to the next. */
    private final EncodeBuffer buffer = new EncodeBuffer(0);

    RoundTripContract(ContextCodec codec) {
        this.codec = codec;
    }

    @Property
    void contexts_comeBackEqualAndWithTheSameDigest(@ForAll("contexts") SessionContext context) {
        buffer.clear();
        codec.encode(context, buffer);
        SessionContext decoded = codec.decode(buffer.array(), 0, buffer.size());

        assertThat(decoded).isEqualTo(context);
        assertThat(ContextDigest.of(decoded)).isEqualTo(ContextDigest.of(context));
        assertThat(codec.encode(decoded)).isEqualTo(buffer.toByteArray());
    }

    @Property
    void heads_comeBackEqual(@ForAll("heads") SessionHead head) {
        byte[] bytes = codec.encodeHead(head);

        assertThat(codec.decodeHead(bytes, 0, bytes.length)).isEqualTo(head);
    }

    @Property
    void entriesOneAfterAnother_comeBackEqual(@ForAll("histories") List<HistoryEntry> history) {
        byte[] bytes = EncodedForm.entries(codec, history);

        assertThat(codec.decodeEntries(bytes, 0, bytes.length)).isEqualTo(history);
    }

    @Provide
    Arbitrary<SessionContext> contexts() {
        return ContextArbitraries.contexts();
    }

    @Provide
    Arbitrary<SessionHead> heads() {
        return ContextArbitraries.heads();
    }

    @Provide
    Arbitrary<List<HistoryEntry>> histories() {
        return ContextArbitraries.histories();
    }
}
