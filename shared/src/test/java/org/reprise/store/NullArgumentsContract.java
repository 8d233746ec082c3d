package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No argument may be null, whether or not there is a session to which it matters. */
abstract class NullArgumentsContract extends StoreFixture {

    private static final Attachment NEWEST = new Attachment(SESSION, EPOCH, 1);
    private static final byte[] HEAD = bytes("head");
    private static final ParkedEntries NONE_PARKED = new ParkedEntries(0, HEAD);

    static List<Arguments> callsWithNull() {
        return List.of(
                call("open session", store -> store.open(null, OWNER, EPOCH, HEAD, NOW)),
                call("open owner", store -> store.open("new", null, EPOCH, HEAD, NOW)),
                call("open head", store -> store.open("new", OWNER, EPOCH, null, NOW)),
                call("open now", store -> store.open("new", OWNER, EPOCH, HEAD, null)),
                call("state session", store -> store.state(null, NOW)),
                call("state now", store -> store.state(SESSION, null)),
                call("state now of unknown", store -> store.state("unknown", null)),
                call("attach session", store -> store.attach(null, NOW)),
                call("attach now", store -> store.attach(SESSION, null)),
                call("admit claim", store -> store.admit(null, NOW)),
                call("admit now", store -> store.admit(new Claim(SESSION, OWNER, EPOCH, 0), null)),
                call("append attachment", store -> store.append(null, 0, HEAD, 0, 1)),
                call("append bytes", store -> store.append(NEWEST, 0, null, 0, 1)),
                call("putHead attachment", store -> store.putHead(null, HEAD)),
                call("putHead head", store -> store.putHead(NEWEST, null)),
                call("read attachment", store -> store.read(null, 0, 0, 1, new Batches())),
                call("read sink", store -> store.read(NEWEST, 0, 0, 1, null)),
                call("readBatch attachment", store -> store.readBatch(null, 0, 1, new Batches())),
                call("readBatch sink", store -> store.readBatch(NEWEST, 0, 1, null)),
                call("detach attachment", store -> store.detach(null, NOW, EXPIRY)),
                call("detach detachedAt", store -> store.detach(NEWEST, null, EXPIRY)),
                call("detach expiresAt", store -> store.detach(NEWEST, NOW, null)),
                call("detachedSince since", store -> store.detachedSince(null, 1)),
                call("park attachment", store -> store.park(null, 1, HEAD, NONE_PARKED)),
                call("park head", store -> store.park(NEWEST, 1, null, NONE_PARKED)),
                call("park parked", store -> store.park(NEWEST, 1, HEAD, null)),
                call("unpark attachment", store -> store.unpark(null, HEAD, new int[] {4})),
                call("unpark bytes", store -> store.unpark(NEWEST, null, new int[] {4})),
                call("unpark lengths", store -> store.unpark(NEWEST, HEAD, null)),
                call("expire now", store -> store.expire(null)),
                call("remove session", store -> store.remove(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callsWithNull")
    void nullArgument_isRefusedAndChangesNothing(String argument, Consumer<ContextStore> call) {
        open();
        Object before = seen(SESSION);

        assertThatNullPointerException().isThrownBy(() -> call.accept(store));

        assertThat(seen(SESSION)).isEqualTo(before);
    }

    private static Arguments call(String argument, Consumer<ContextStore> call) {
        return Arguments.of(argument, call);
    }
}
