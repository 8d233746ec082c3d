package org.reprise.benchmarks.peer;

import org.reprise.context.SessionContext;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Smile, Jackson's binary JSON, by the same binding as {@link JacksonSerializer} and as reused.
 *
 * <p>Names are written once ({@code CHECK_SHARED_NAMES}, on by default); texts are not looked up
 * ({@code CHECK_SHARED_STRING_VALUES}), which "should only be enabled if it is likely that same values repeat
 * relatively often".
 *
 * <p>A context with a lone surrogate is refused; {@code LENIENT_UTF_ENCODING} would replace it instead, which is no
 * round trip either. An added field is skipped.
 */
public final class SmileSerializer implements ContextSerializer {

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public SmileSerializer() {
        SmileMapper mapper = JacksonMapping.build(SmileMapper.builder());
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
