package org.reprise.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.ContextDigest;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;

class ContextSerializerTest {

    private static final long SEED = 1;
    private static final Path REAL_CONVERSATIONS =
            Path.of("..", "..", "shared", "data", "tau-bench", "gpt-4o-airline.json");

    static Stream<Arguments> edges() {
        return Arrays.stream(Peer.values())
                .flatMap(peer -> EdgeContexts.all().map(context -> arguments(peer, context)));
    }

    static Stream<Arguments> corpora() {
        return Arrays.stream(Peer.values())
                .flatMap(peer -> Stream.of(Corpora.GENERATED, Corpora.MULTILINGUAL)
                        .flatMap(corpus -> Stream.of(1, 10).map(size -> arguments(peer, corpus, size))));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void edgeContext_comesBackEqual(Peer peer, SessionContext context) {
        assertRoundTrip(peer.newSerializer(), context);
    }

    @ParameterizedTest
    @MethodSource("corpora")
    void corpusContext_comesBackEqual(Peer peer, String corpus, int conversations) {
        assertRoundTrip(peer.newSerializer(), Corpora.open(corpus, SEED).context(conversations));
    }

    @ParameterizedTest
    @EnumSource
    void realConversations_comeBackEqual(Peer peer) {
        assumeTrue(Files.exists(REAL_CONVERSATIONS), REAL_CONVERSATIONS + " is not on this machine");

        assertRoundTrip(
                peer.newSerializer(),
                Corpora.open(REAL_CONVERSATIONS.toString(), SEED).context(10));
    }

    @ParameterizedTest
    @EnumSource
    void instanceUsedAThousandTimes_givesTheSameBytesAndContextEachTime(Peer peer) {
        ContextSerializer serializer = peer.newSerializer();
        SessionContext context = generated(1);
        byte[] first = serializer.serialize(context);

        for (int i = 0; i < 1_000; i++) {
            assertThat(serializer.serialize(context)).isEqualTo(first);
            assertThat(serializer.deserialize(first)).isEqualTo(context);
        }
    }

    @ParameterizedTest
    @EnumSource
    void contextsOfDifferentSizesInTurn_leaveNothingOfEachOtherBehind(Peer peer) {
        SessionContext large = generated(10);
        SessionContext small = EdgeContexts.saying("hello");
        byte[] smallAlone = peer.newSerializer().serialize(small);
        ContextSerializer serializer = peer.newSerializer();

        byte[] largeBytes = serializer.serialize(large);
        byte[] smallBytes = serializer.serialize(small);
        SessionContext largeAgain = serializer.deserialize(largeBytes);
        SessionContext smallAgain = serializer.deserialize(smallBytes);

        assertThat(smallBytes).isEqualTo(smallAlone);
        assertThat(largeAgain).isEqualTo(large);
        assertThat(smallAgain).isEqualTo(small);
    }

    @ParameterizedTest
    @EnumSource
    void decodedContext_survivesItsBytesBeingOverwritten(Peer peer) {
        ContextSerializer serializer = peer.newSerializer();
        SessionContext context = generated(1);
        byte[] bytes = serializer.serialize(context);

        SessionContext decoded = serializer.deserialize(bytes);
        Arrays.fill(bytes, (byte) 0);

        assertThat(decoded).isEqualTo(context);
    }

    @ParameterizedTest
    @EnumSource
    void instances_readEachOthersBytes(Peer peer) {
        SessionContext context = generated(1);

        byte[] bytes = peer.newSerializer().serialize(context);

        assertThat(peer.newSerializer().deserialize(bytes)).isEqualTo(context);
    }

    @ParameterizedTest
    @EnumSource
    void bytesCutInTheMiddle_areRefusedAndTheInstanceStaysUsable(Peer peer) {
        ContextSerializer serializer = peer.newSerializer();
        SessionContext context = generated(1);
        byte[] bytes = serializer.serialize(context);

        assertThatThrownBy(() -> serializer.deserialize(Arrays.copyOf(bytes, bytes.length / 2)))
                .isInstanceOf(RuntimeException.class);

        assertRoundTrip(serializer, context);
    }

    @ParameterizedTest
    @EnumSource
    void encodedSize_isThatOfTheTextsAndLittleMore(Peer peer) {
        SessionContext context = EdgeContexts.saying("plain text, and more of it. ".repeat(1_000));

        assertThat(peer.newSerializer().serialize(context)).hasSizeBetween(28_000, 30_000);
    }

    private static void assertRoundTrip(ContextSerializer serializer, SessionContext context) {
        SessionContext decoded = serializer.deserialize(serializer.serialize(context));

        assertThat(decoded).isEqualTo(context);
        assertThat(ContextDigest.of(decoded)).isEqualTo(ContextDigest.of(context));
    }

    private static SessionContext generated(int conversations) {
        return Corpora.open(Corpora.GENERATED, SEED).context(conversations);
    }
}
