package org.reprise.resume;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.ContextTooLargeException;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.MalformedContextException;
import org.reprise.codec.Packer;
import org.reprise.codec.ParkedForm;
import org.reprise.codec.ParkedHead;
import org.reprise.context.Durability;
import org.reprise.context.SessionHead;
import org.reprise.context.Variable;
import org.reprise.resume.event.ParkEvent;
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
    private final Packer packer;

    Parking(ContextStore store, ContextCodec codec, Packer packer) {
        this.store = store;
        this.codec = codec;
        this.packer = packer;
    }

    /**
     * Parks a session as {@code state} found it. Answers whether it did; not if somebody came in between.
     *
     * @throws MalformedContextException if its head is damaged
     * @throws ContextTooLargeException if its parked form is larger than {@link ContextCodec#MAX_BYTES}
     */
    boolean park(Attachment attachment, SessionState state) {
        ParkEvent event = ParkEvent.begun();
        DurableHead durable = durable(head(state));
        EncodeBuffer entries = new EncodeBuffer();
        int[] lengths = new int[Math.toIntExact(state.lastSequence())];
        try {
            store.read(attachment, 0, lengths.length, 1, (sequence, count, bytes, offset, length) -> {
                lengths[(int) sequence - 1] = length;
                entries.append(bytes, offset, length);
            });
        } catch (FencedException | IllegalArgumentException e) {
            // Somebody has resumed the session, or another sweep has parked it, since its state was read.
            return false;
        }
        byte[] packed =
                new ParkedForm(state.headVersion(), durable.dropped, lengths, entries.toByteArray()).pack(packer);
        ParkedEntries form = new ParkedEntries(lengths.length, packed);
        boolean parked = store.park(attachment, state.headVersion(), ParkedHead.pack(durable.head, packer), form);
        event.done(attachment, entries.size(), form, parked, store);
        return parked;
    }

    /**
     * Brings a session that was parked, or ought to have been, back into the form in which it is used.
     *
     * <p>It answers the same whether the session was parked or not: what the head that was there before this call held
     * of transient variables. A head that came while the session was parked has replaced the one from which parking
     * dropped them, so that what counts is the later one's.
     */
    Unparked unpark(Attached attached) {
        SessionState state = attached.state();
        DurableHead durable = durable(head(state));
        List<String> dropped = durable.dropped;
        if (attached.parked() != null) {
            ParkedForm form = ParkedForm.unpack(attached.parked().bytes(), packer);
            store.unpark(attached.attachment(), form.entries(), form.lengths());
            if (state.headVersion() == form.headVersion() + 1) {
                dropped = form.dropped();
            }
        }
        if (!durable.dropped.isEmpty() || ParkedHead.is(state.head())) {
            store.putHead(attached.attachment(), durable.head);
        }
        return new Unparked(durable.head, dropped);
    }

    /** The encoded head of a session, which is in its parked form until it is put back, even where that was cut short. */
    byte[] head(SessionState state) {
        return ParkedHead.unpack(state.head(), packer);
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

    /** A session that is used again: its head, and the names of the transient variables that were dropped. */
    record Unparked(byte[] head, List<String> dropped) {}

    private record DurableHead(byte[] head, List<String> dropped) {}
}
