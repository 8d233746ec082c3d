package org.reprise.benchmarks.peer;

import org.reprise.context.SessionContext;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;

public final class SmileSerializer implements ContextSerializer {

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public SmileSerializer() {
        SmileMapper mapper = JacksonMapping.build(SmileMapper.builder(SmileFactory.builder()
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .build()));
        writer = mapper.writerFor(SessionContext.class);
        reader = mapper.readerFor(SessionContext.class);
    }

    @Override
    public byte[] serialize(SessionContext context) {
        return writer.writeValueAsBytes(context);
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return reader.readValue(bytes);
    }
}
