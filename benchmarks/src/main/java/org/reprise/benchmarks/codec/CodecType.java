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
    BINARY(CodecSerializer.class, () -> new CodecSerializer(new BinaryCodec())),
    /** Ours, readable. */
    JSON(CodecSerializer.class, () -> new CodecSerializer(new JsonCodec())),
    /** Jackson 3 data binding to JSON. */
    JACKSON(JacksonSerializer.class, JacksonSerializer::new),
    /** Jackson 3 data binding to Smile. */
    SMILE(SmileSerializer.class, SmileSerializer::new),
    /** Apache Fory, compatible mode. */
    FORY(ForySerializer.class, ForySerializer::new),
    /** fastjson2's JSONB. */
    JSONB(JsonbSerializer.class, JsonbSerializer::new),
    /** Kryo 5. */
    KRYO(KryoSerializer.class, KryoSerializer::new),
    /** Protocol Buffers, mapped to and from generated messages. */
    PROTOBUF(ProtobufSerializer.class, ProtobufSerializer::new),
    /** MessagePack, by hand. */
    MSGPACK(MsgPackSerializer.class, MsgPackSerializer::new),
    /** Java serialization. */
    JAVA(JavaSerializer.class, JavaSerializer::new);

    private final Class<? extends ContextSerializer> type;
    private final Supplier<? extends ContextSerializer> factory;

    <T extends ContextSerializer> CodecType(Class<T> type, Supplier<T> factory) {
        this.type = type;
        this.factory = factory;
    }

    /** A new serializer, for one thread. */
    public ContextSerializer newSerializer() {
        return factory.get();
    }

    /** Whether {@link #newSerializer} gives a {@link BufferSerializer}; none is made to find out. */
    public boolean reusesBuffer() {
        return BufferSerializer.class.isAssignableFrom(type);
    }
}
