package org.reprise.benchmarks.peer;

import java.util.function.Supplier;

/** Every adapter, for tests that must hold for all of them. */
enum Peer {
    JACKSON(JacksonSerializer::new),
    SMILE(SmileSerializer::new),
    FORY(ForySerializer::new),
    JSONB(JsonbSerializer::new),
    KRYO(KryoSerializer::new),
    PROTOBUF(ProtobufSerializer::new),
    MSGPACK(MsgPackSerializer::new),
    JAVA(JavaSerializer::new);

    private final Supplier<ContextSerializer> factory;

    Peer(Supplier<ContextSerializer> factory) {
        this.factory = factory;
    }

    ContextSerializer newSerializer() {
        return factory.get();
    }
}
