package org.reprise.benchmarks.peer;

import org.reprise.context.SessionContext;

/** A {@link ContextSerializer} that can leave what it wrote in a buffer of its own, used again for the next context. */
public interface BufferSerializer extends ContextSerializer {

    /**
     * Encodes {@code context} into the buffer, over what was there.
     *
     * @return how many bytes it took
     * @throws RuntimeException of the library's choice if the context cannot be encoded; the serializer stays usable
     */
    int serializeIntoBuffer(SessionContext context);
}
