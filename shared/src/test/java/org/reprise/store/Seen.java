package org.reprise.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Answers of a store in a form that compares arrays by what they hold. */
final class Seen {

    private Seen() {}

    static Object of(Object answer) {
        if (answer instanceof Optional<?> optional) {
            return optional.map(Seen::of);
        }
        if (answer instanceof SessionState state) {
            return List.of(
                    state.owner(),
                    state.epoch(),
                    state.lastSequence(),
                    state.lastClientMessageId(),
                    state.headVersion(),
                    ByteBuffer.wrap(state.head()));
        }
        if (answer instanceof Attached attached) {
            return Arrays.asList(
                    attached.attachment(),
                    of(attached.state()),
                    attached.detachedAt(),
                    of(Optional.ofNullable(attached.parked())));
        }
        if (answer instanceof ParkedEntries parked) {
            return List.of(parked.upTo(), ByteBuffer.wrap(parked.bytes()));
        }
        return answer;
    }
}
