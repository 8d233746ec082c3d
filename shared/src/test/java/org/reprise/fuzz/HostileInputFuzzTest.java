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
import java.util.Optional;
import java.util.function.Supplier;
import org.reprise.codec.BinaryBytes;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.JsonBytes;
import org.reprise.codec.JsonCodec;
import org.reprise.codec.MalformedContextException;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;
import org.reprise.corpus.CorpusException;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.resume.TokenVerdict;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/**
 * What is made of input that anybody may send: what it says, or the refusal that is promised, never another exception,
 * nor more memory than its bytes justify.
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
    private static final AllocationLimit FRAME_MEMORY = new AllocationLimit(512);

    /** As it is, and with right checksums, so that what is behind them is looked for too. */
    @FuzzTest(maxDuration = "10m")
    void binaryContext(byte[] bytes) {
        AllocationLimit memory = new AllocationLimit(512);
        decode(new BinaryCodec(), memory, bytes);
        decode(new BinaryCodec(), memory, BinaryBytes.repaired(bytes));
    }

    /** As it is, and with right checksums, so that what is behind them is looked for too. */
    @FuzzTest(maxDuration = "10m")
    void jsonContext(byte[] bytes) {
        AllocationLimit memory = new AllocationLimit(256);
        decode(new JsonCodec(), memory, bytes);
        decode(new JsonCodec(), memory, JsonBytes.repaired(bytes));
    }

    private static void decode(ContextCodec codec, AllocationLimit memory, byte[] bytes) {
        read(memory, bytes, () -> codec.decode(bytes))
                .ifPresent(context -> requireSame(context, codec.decode(codec.encode(context))));
        read(memory, bytes, () -> codec.decodeHead(bytes, 0, bytes.length)).ifPresent(head -> {
            byte[] again = codec.encodeHead(head);
            requireSame(head, codec.decodeHead(again, 0, again.length));
        });
        read(memory, bytes, () -> codec.decodeEntries(bytes, 0, bytes.length)).ifPresent(entries -> {
            EncodeBuffer again = new EncodeBuffer();
            entries.forEach(entry -> codec.encodeEntry(entry, again));
            requireSame(entries, codec.decodeEntries(again.array(), 0, again.size()));
        });
    }

    /** What the bytes say; nothing if they are refused with a reason. */
    private static <T> Optional<T> read(AllocationLimit memory, byte[] bytes, Supplier<T> reading) {
        return memory.held(bytes, () -> {
            try {
                return Optional.of(reading.get());
            } catch (MalformedContextException | FrameException e) {
                requireReason(e);
                return Optional.empty();
            }
        });
    }

    private static void requireSame(Object decoded, Object again) {
        if (!again.equals(decoded)) {
            throw new AssertionError("what was decoded comes back otherwise: " + decoded + ", then " + again);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void jsonFrame(byte[] bytes) {
        decode(new JsonFrames(), bytes, new WireMessage.Text(ByteBuffer.wrap(bytes)));
    }

    @FuzzTest(maxDuration = "10m")
    void binaryFrame(byte[] bytes) {
        decode(new BinaryFrames(), bytes, new WireMessage.Binary(ByteBuffer.wrap(bytes)));
        decode(new BinaryFrames(), bytes, new WireMessage.Text(ByteBuffer.wrap(bytes)));
    }

    /** What a request may hold before anybody knows who asks. */
    @FuzzTest(maxDuration = "10m")
    void upgradeHello(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        read(FRAME_MEMORY, bytes, () -> UpgradeHello.message(header)).ifPresent(hello -> {
            if (hello.length() > WireLimits.HELLO_BYTES) {
                throw new AssertionError("a hello of " + hello.length() + " bytes");
            }
            requireSame(hello, UpgradeHello.message(UpgradeHello.header(hello)));
            decode(new JsonFrames(), bytes, hello);
        });
    }

    /** A frame that was understood can be said, and is understood again. */
    private static void decode(FrameFormat frames, byte[] bytes, WireMessage message) {
        read(FRAME_MEMORY, bytes, () -> frames.decode(message))
                .ifPresent(frame -> requireSame(frame, frames.decode(frames.encode(frame))));
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
