package org.reprise.stress.chaos;

import java.util.function.LongConsumer;
import org.reprise.codec.ContextCodec;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.WireMessage;

/**
 * Frames of which it is told how many bytes of entries came in one message, unless it was a single entry.
 *
 * @param frames how frames are sent
 * @param batchBytes is told
 */
record MeasuredFrames(FrameFormat frames, LongConsumer batchBytes) implements FrameFormat {

    @Override
    public String subprotocol() {
        return frames.subprotocol();
    }

    @Override
    public ContextCodec codec() {
        return frames.codec();
    }

    @Override
    public WireMessage encode(Frame frame) {
        return frames.encode(frame);
    }

    @Override
    public Frame decode(WireMessage message) {
        return measured(frames.decode(message));
    }

    private Frame measured(Frame frame) {
        if (frame instanceof Frame.Entries entries && entries.count() > 1) {
            batchBytes.accept(entries.entries().length());
        }
        return frame;
    }
}
