package org.reprise.resume;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.ParkedForm;
import org.reprise.context.Durability;
import org.reprise.context.SessionHead;
import org.reprise.context.Variable;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;

/** Puts sessions into their parked form and back: history packed, transient variables dropped. */
final class Parking {

    private final ContextStore store;
    private final ContextCodec codec;

    Parking(ContextStore store, ContextCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** Parks a session as {@code state} found it. Answers whether it did; not if somebody came in between. */
    boolean park(Attachment attachment, SessionState state) {
        DurableHead durable = durable(state.head());
        EncodeBuffer entries = new EncodeBuffer();
        int[] lengths = new int[Math.toIntExact(state.lastSequence())];
        try {
            store.read(attachment, 0, lengths.length, 1, (sequence, count, bytes, offset, length) -> {
                lengths[(int) sequence - 1] = length;
                entries.append(bytes, offset, length);
            });
        } catch (FencedException e) {
            return false;
        }
        byte[] packed = new ParkedForm(durable.dropped, lengths, entries.toByteArray()).pack();
        return store.park(attachment, state.headVersion(), durable.head, new ParkedEntries(lengths.length, packed));
    }

    /**
     * Brings a session that was parked, or ought to have been, back into the form in which it is used.
     *
     * @return what has been dropped, now and when it was parked
     */
    Unparked unpark(Attached attached) {
        List<String> dropped = new ArrayList<>();
        if (attached.parked() != null) {
            ParkedForm form = ParkedForm.unpack(attached.parked().bytes());
            store.unpark(attached.attachment(), form.entries(), form.lengths());
            dropped.addAll(form.dropped());
        }
        byte[] head = attached.state().head();
        DurableHead durable = durable(head);
        if (!durable.dropped.isEmpty()) {
            store.putHead(attached.attachment(), durable.head);
            dropped.addAll(durable.dropped);
        }
        return new Unparked(durable.head, dropped.stream().distinct().toList());
    }

    private DurableHead durable(byte[] encoded) {
        SessionHead head = codec.decodeHead(encoded, 0, encoded.length);
        Map<String, Variable> kept = new LinkedHashMap<>(head.memory());
        List<String> dropped = new ArrayList<>();
        kept.entrySet().removeIf(variable -> {
            boolean drop = variable.getValue().durability() == Durability.TRANSIENT;
            if (drop) {
                dropped.add(variable.getKey());
            }
            return drop;
        });
        return new DurableHead(dropped.isEmpty() ? encoded : codec.encodeHead(head.withMemory(kept)), dropped);
    }

    /** A session that is used again: its head, and the names of what was dropped. */
    record Unparked(byte[] head, List<String> dropped) {}

    private record DurableHead(byte[] head, List<String> dropped) {}
}
