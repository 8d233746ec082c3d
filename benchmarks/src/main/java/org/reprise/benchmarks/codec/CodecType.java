package org.reprise.benchmarks.codec;

import java.util.function.Supplier;
import org.reprise.benchmarks.peer.BufferSerializer;
import org.reprise.benchmarks.peer.ContextSerializer;
import org.reprise.benchmarks.peer.ForySerializer;
import org.reprise.benchmarks.peer.JacksonSerializer;
import org.reprise.benchmarks.peer.JavaSerializer;
import org.reprise.benchmarks.peer.JsonbSerializer;
import org.reprise.benchmarks.peer.KryoSerializer;
import org.reprise.benchmarks.peer.MsgPackSerializer;
import org.reprise.benchmarks.peer.ProtobufSerializer;
import org.reprise.benchmarks.peer.SmileSerializer;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.JsonCodec;

/** What turns a context into bytes and back: our codecs, and the libraries that are measured beside them. */
public enum CodecType {
    /** Ours, the default. */
    BINARY(() -> new CodecSerializer(new BinaryCodec())),
    /** Ours, readable. */
    JSON(() -> new CodecSerializer(new JsonCodec())),
    /** Jackson 3 data binding to JSON. */
    JACKSON(JacksonSerializer::new),
    /** Jackson 3 data binding to Smile. */
    SMILE(SmileSerializer::new),
    /** Apache Fory, compatible mode. */
    FORY(ForySerializer::new),
    /** fastjson2's JSONB. */
    JSONB(JsonbSerializer::new),
    /** Kryo 5. */
    KRYO(KryoSerializer::new),
    /** Protocol Buffers, mapped to and from generated messages. */
    PROTOBUF(ProtobufSerializer::new),
    /** MessagePack, by hand. */
    MSGPACK(MsgPackSerializer::new),
    /** Java serialization. */
    JAVA(JavaSerializer::new);

    private final Supplier<ContextSerializer> factory;

    CodecType(Supplier<ContextSerializer> factory) {
        this.factory = factory;
    }

    /** A new serializer, for one thread. */
    public ContextSerializer newSerializer() {
        return factory.get();
    }

    /** Whether {@link #newSerializer} gives a {@link BufferSerializer}. */
    public boolean reusesBuffer() {
        return newSerializer() instanceof BufferSerializer;
    }
}
