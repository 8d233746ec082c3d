package org.reprise.benchmarks.codec;

import org.reprise.benchmarks.peer.BufferSerializer;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.context.SessionContext;

/** One of our codecs, with a buffer that is used again. */
final class CodecSerializer implements BufferSerializer {

    private final ContextCodec codec;
    private final EncodeBuffer buffer = new EncodeBuffer();

    CodecSerializer(ContextCodec codec) {
        this.codec = codec;
    }

    @Override
    public byte[] serialize(SessionContext context) {
        serializeIntoBuffer(context);
        return buffer.toByteArray();
    }

    @Override
    public int serializeIntoBuffer(SessionContext context) {
        buffer.clear();
        codec.encode(context, buffer);
        return buffer.size();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return codec.decode(bytes);
    }
}
