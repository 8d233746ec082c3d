package org.reprise.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;
import org.reprise.codec.MalformedContextException;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;
import org.reprise.corpus.CorpusException;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.resume.TokenVerdict;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.WireMessage;

/**
 * What is made of input that anybody may send: what it says, or the refusal that is promised, never another exception.
 *
 * <p>In a build each method is given the saved inputs of its folder. With {@code JAZZER_FUZZ=1} in the environment, and
 * {@code -Dtest=HostileInputFuzzTest#…}, Jazzer looks for further ones, guided by coverage.
 */
class HostileInputFuzzTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final SessionTokens TOKENS = new SessionTokens(
            "fuzz",
            new SigningKeys("one", Map.of("one", new byte[SigningKeys.LEAST_BYTES])),
            new MemoryRevocations(CLOCK),
            CLOCK);

    @FuzzTest(maxDuration = "10m")
    void binaryContext(byte[] bytes) {
        decode(new BinaryCodec(), bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void jsonContext(byte[] bytes) {
        decode(new JsonCodec(), bytes);
    }

    private static void decode(ContextCodec codec, byte[] bytes) {
        try {
            SessionContext context = codec.decode(bytes);
            if (!codec.decode(codec.encode(context)).equals(context)) {
                throw new AssertionError("what was decoded does not come back");
            }
        } catch (MalformedContextException e) {
            requireReason(e);
        }
        try {
            codec.decodeHead(bytes, 0, bytes.length);
        } catch (MalformedContextException e) {
            requireReason(e);
        }
        try {
            codec.decodeEntries(bytes, 0, bytes.length);
        } catch (MalformedContextException e) {
            requireReason(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void jsonFrame(byte[] bytes) {
        FrameFormat frames = new JsonFrames();
        try {
            requireSame(frames, frames.decode(new WireMessage.Text(ByteBuffer.wrap(bytes))));
        } catch (FrameException e) {
            requireReason(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void binaryFrame(byte[] bytes) {
        FrameFormat frames = new BinaryFrames();
        try {
            requireSame(frames, frames.decode(new WireMessage.Binary(ByteBuffer.wrap(bytes))));
        } catch (FrameException e) {
            requireReason(e);
        }
        try {
            frames.decode(new WireMessage.Text(ByteBuffer.wrap(bytes)));
        } catch (FrameException e) {
            requireReason(e);
        }
    }

    /** A frame that was understood can be said. */
    private static void requireSame(FrameFormat frames, Frame frame) {
        if (frames.encode(frame).length() == 0) {
            throw new AssertionError("a " + frame.type() + " frame is said with nothing");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void token(byte[] bytes) {
        String token = new String(bytes, StandardCharsets.ISO_8859_1);
        if (TOKENS.verify(token) instanceof TokenVerdict.Valid valid) {
            throw new AssertionError("a token that was never issued is valid: " + valid);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void corpus(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".json");
        try {
            Files.write(file, bytes);
            Corpus corpus = Corpora.open(file.toString(), 1);
            corpus.conversation(0);
        } catch (CorpusException e) {
            requireReason(e);
        } finally {
            Files.delete(file);
        }
    }

    private static void requireReason(RuntimeException refusal) {
        if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
            throw new AssertionError("a refusal without a reason", refusal);
        }
    }
}
