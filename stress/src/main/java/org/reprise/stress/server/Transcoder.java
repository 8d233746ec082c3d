package org.reprise.stress.server;

import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.wire.Payload;

/** Gives stored bytes in the codec of a connection: as they are where it is the store's own, else decoded and encoded. */
record Transcoder(ContextCodec stored, ContextCodec sent) {

    Payload head(byte[] head) {
        return isSame() ? Payload.of(head) : Payload.of(sent.encodeHead(stored.decodeHead(head, 0, head.length)));
    }

    Payload entries(byte[] bytes, int offset, int length) {
        if (isSame()) {
            return new Payload(bytes, offset, length);
        }
        EncodeBuffer buffer = new EncodeBuffer(length);
        stored.decodeEntries(bytes, offset, length).forEach(entry -> sent.encodeEntry(entry, buffer));
        return new Payload(buffer.array(), 0, buffer.size());
    }

    private boolean isSame() {
        return stored.name().equals(sent.name());
    }
}
