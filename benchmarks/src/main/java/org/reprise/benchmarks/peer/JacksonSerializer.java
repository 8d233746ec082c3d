package org.reprise.benchmarks.peer;

import org.reprise.context.SessionContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

public final class JacksonSerializer implements ContextSerializer {

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public JacksonSerializer() {
        JsonMapper mapper = JacksonMapping.build(JsonMapper.builder(JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(2_000)
                        .build())
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
