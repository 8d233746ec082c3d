package org.reprise.benchmarks.peer;

import java.io.ByteArrayOutputStream;
import org.reprise.context.SessionContext;
import org.reprise.context.Value;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson 3's data binding, see {@link JacksonMapping}.
 *
 * <p>The performance guide asks to "reuse heavy-weight objects", so reader and writer are made once, and to use the
 * least processed form of input and output, here byte arrays. Recycling buffers per thread and the fast parser for long
 * numbers were tried and changed nothing.
 *
 * <p>A lone surrogate comes back as it was: {@code JsonMapper} writes it as an escape. An added field is skipped.
 */
public final class JacksonSerializer implements BufferSerializer {

    /** Beside its digits a decimal may have a sign, "0.", and an exponent. */
    private static final int NUMBER_LIMIT = Value.MAX_DECIMAL_DIGITS + 20;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final ObjectWriter writer;
    private final ObjectReader reader;

    public JacksonSerializer() {
        JsonMapper mapper = JacksonMapping.build(JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(NUMBER_LIMIT)
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
    public int serializeIntoBuffer(SessionContext context) {
        buffer.reset();
        writer.writeValue(buffer, context);
        return buffer.size();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return reader.readValue(bytes);
    }
}
