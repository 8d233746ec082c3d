package org.reprise.benchmarks.codec;

import org.reprise.benchmarks.peer.ContextSerializer;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.context.SessionContext;

/** One of our codecs, with a buffer that is used again. */
final class CodecSerializer implements ContextSerializer {

    private final ContextCodec codec;
    private final EncodeBuffer buffer = new EncodeBuffer();

    CodecSerializer(ContextCodec codec) {
        this.codec = codec;
    }

    @Override
    public byte[] serialize(SessionContext context) {
        buffer.clear();
        codec.encode(context, buffer);
        return buffer.toByteArray();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return codec.decode(bytes);
    }
}
