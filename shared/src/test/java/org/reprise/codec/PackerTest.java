package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.Contexts;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;

class PackerTest {

    private static final Path REAL_CONVERSATIONS =
            Path.of("..", "..", "shared", "data", "tau-bench", "gpt-4o-airline.json");
    private static final int LEARNED_FROM = 25;
    private static final double MOST_OF_PLAIN = 0.7;

    private static final ContextCodec CODEC = new BinaryCodec();
    private static final PackingDictionary OLDER = learned(CODEC, Corpora.open(Corpora.GENERATED, 1));
    private static final PackingDictionary NEWER = learned(CODEC, Corpora.open(Corpora.GENERATED, 2));

    private final ParkedForm form =
            ParkedFormTest.form(CODEC, Contexts.everything().history());

    static Stream<ContextCodec> codecs() {
        return Stream.of(new BinaryCodec(), new JsonCodec());
    }

    @Test
    void formThatWasPackedByADictionary_isUnpackedByWhoeverKnowsIt() {
        byte[] packed = form.pack(new Packer(List.of(OLDER)));

        assertThat(ParkedForm.unpack(packed, new Packer(List.of(OLDER))).entries())
                .isEqualTo(form.entries());
        assertThat(ParkedForm.unpack(packed, new Packer(List.of(NEWER, OLDER))).entries())
                .isEqualTo(form.entries());
    }

    @Test
    void formThatWasPackedWithoutADictionary_isUnpackedByWhoeverKnowsSome() {
        byte[] packed = form.pack(Packer.PLAIN);

        assertThat(ParkedForm.unpack(packed, new Packer(List.of(NEWER))).entries())
                .isEqualTo(form.entries());
    }

    @Test
    void firstDictionary_isTheOneThatPacks() {
        byte[] packed = form.pack(new Packer(List.of(NEWER, OLDER)));

        assertThat(packed).isEqualTo(form.pack(new Packer(List.of(NEWER))));
    }

    @Test
    void formThatNeedsAnotherDictionary_isRefusedByName() {
        byte[] packed = form.pack(new Packer(List.of(OLDER)));

        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> ParkedForm.unpack(packed, new Packer(List.of(NEWER))))
                .withMessageContainingAll("the dictionary", Long.toString(OLDER.id()), "[" + NEWER.id() + "]");
        assertThatExceptionOfType(MalformedContextException.class)
                .isThrownBy(() -> ParkedForm.unpack(packed, Packer.PLAIN))
                .withMessageContaining(Long.toString(OLDER.id()));
    }

    @Test
    void dictionaryThatWasKept_isTheSame() {
        PackingDictionary kept = PackingDictionary.of(OLDER.bytes());

        assertThat(kept.id()).isEqualTo(OLDER.id()).isNotZero();
        assertThat(form.pack(new Packer(List.of(kept)))).isEqualTo(form.pack(new Packer(List.of(OLDER))));
    }

    @Test
    void dictionaryThatIsGivenTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Packer(List.of(OLDER, PackingDictionary.of(OLDER.bytes()))))
                .withMessageContaining("2 dictionaries");
    }

    @Test
    void bytesThatAreNoDictionary_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackingDictionary.of(new byte[100]))
                .withMessageContaining("100 bytes");
    }

    @Test
    void tooLittleToLearnFrom_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackingDictionary.learn(List.of(), CODEC))
                .withMessageContaining("0 histories");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PackingDictionary.learn(List.of(Contexts.everything().history(), List.of()), CODEC))
                .withMessageContaining("2 histories");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void generatedConversations_packFarBetterByADictionaryOfOthers(ContextCodec codec) {
        assertPacksBetter(codec, Corpora.open(Corpora.GENERATED, 1));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void realConversations_packFarBetterByADictionaryOfOthers(ContextCodec codec) {
        assumeTrue(
                Files.isReadable(REAL_CONVERSATIONS),
                () -> "no real conversations at "
                        + REAL_CONVERSATIONS.toAbsolutePath().normalize() + ": not tested");

        assertPacksBetter(codec, Corpora.open(REAL_CONVERSATIONS.toString(), 1));
    }

    private static void assertPacksBetter(ContextCodec codec, Corpus corpus) {
        Packer packer = new Packer(List.of(learned(codec, corpus)));
        long packed = 0;
        long plain = 0;
        for (int i = LEARNED_FROM; i < LEARNED_FROM + 20; i++) {
            ParkedForm form = ParkedFormTest.form(codec, corpus.conversation(i).entries());
            byte[] bytes = form.pack(packer);
            assertThat(ParkedForm.unpack(bytes, packer).entries()).isEqualTo(form.entries());
            packed += bytes.length;
            plain += form.pack(Packer.PLAIN).length;
        }

        assertThat(packed / (double) plain).isLessThanOrEqualTo(MOST_OF_PLAIN);
    }

    private static PackingDictionary learned(ContextCodec codec, Corpus corpus) {
        return PackingDictionary.learn(
                IntStream.range(0, LEARNED_FROM)
                        .mapToObj(i -> corpus.conversation(i).entries())
                        .toList(),
                codec);
    }
}
