package org.reprise.benchmarks.peer;

import org.reprise.context.SessionContext;

/**
 * A library that turns a whole context into bytes and back.
 *
 * <p>What {@link #deserialize} gives equals what {@link #serialize} was given, and has the same
 * {@link org.reprise.context.ContextDigest}, as long as no text holds an unpaired surrogate: what becomes of one is
 * each library's own affair, and said by its adapter. None of the libraries adds a checksum, so bytes that were altered
 * on the way may be taken for another context.
 *
 * <p>An instance keeps buffers between calls: it belongs to one thread. Instances of the same class read each other's
 * bytes, in any process that runs the same version.
 */
public interface ContextSerializer {

    /**
     * Encodes {@code context}.
     *
     * @return a new array, exactly as long as the encoded context, which the serializer keeps no hold of
     * @throws RuntimeException of the library's choice if the context cannot be encoded; the serializer stays usable
     */
    byte[] serialize(SessionContext context);

    /**
     * Decodes a context from the whole of {@code bytes}, which must be what {@link #serialize} gave: the libraries are
     * not hardened against hostile input in the same degree, some not at all.
     *
     * @return a context of its own, which shares nothing with {@code bytes}
     * @throws RuntimeException of the library's choice if the bytes cannot be decoded; the serializer stays usable
     */
    SessionContext deserialize(byte[] bytes);
}
