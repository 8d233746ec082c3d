package org.reprise.stress.mutant;

import java.util.List;
import java.util.function.UnaryOperator;
import org.reprise.codec.ContextCodec;
import org.reprise.stress.server.ServerOptions;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.WireMessage;

/** JSON frames of a server that understands, or says, something else. */
record Wire(ContextCodec codec, UnaryOperator<Frame> understood, UnaryOperator<Frame> said) implements FrameFormat {

    private static final JsonFrames FRAMES = new JsonFrames();

    static ServerOptions understanding(ServerOptions usual, UnaryOperator<Frame> understood) {
        return usual.withFormats(List.of(new Wire(FRAMES.codec(), understood, UnaryOperator.identity())));
    }

    static ServerOptions greeting(ServerOptions usual, UnaryOperator<Frame.Hello> hello) {
        return understanding(usual, frame -> frame instanceof Frame.Hello said ? hello.apply(said) : frame);
    }

    static ServerOptions welcoming(ServerOptions usual, UnaryOperator<Frame.Welcome> welcome) {
        UnaryOperator<Frame> said = frame -> frame instanceof Frame.Welcome say ? welcome.apply(say) : frame;
        return usual.withFormats(List.of(new Wire(FRAMES.codec(), UnaryOperator.identity(), said)));
    }

    static ServerOptions encoding(ServerOptions usual, ContextCodec codec) {
        return usual.withFormats(List.of(new Wire(codec, UnaryOperator.identity(), UnaryOperator.identity())));
    }

    @Override
    public String subprotocol() {
        return FRAMES.subprotocol();
    }

    @Override
    public WireMessage encode(Frame frame) {
        return FRAMES.encode(said.apply(frame));
    }

    @Override
    public Frame decode(WireMessage message) {
        return understood.apply(FRAMES.decode(message));
    }
}
