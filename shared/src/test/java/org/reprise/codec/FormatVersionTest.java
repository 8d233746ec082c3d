package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reprise.context.Contexts;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;

/**
 * Bytes of each released version, as files that are never written again: what once was stored stays readable.
 *
 * <p>A release that raises a version adds its files and leaves the others in place.
 */
class FormatVersionTest {

    private enum Format {
        BINARY(new BinaryCodec(), ".bin", NextMinor::ofBinary),
        JSON(new JsonCodec(), ".jsonl", NextMinor::ofJson);

        private final ContextCodec codec;
        private final String suffix;
        private final UnaryOperator<byte[]> nextMinor;

        Format(ContextCodec codec, String suffix, UnaryOperator<byte[]> nextMinor) {
            this.codec = codec;
            this.suffix = suffix;
            this.nextMinor = nextMinor;
        }

        byte[] released(String name) throws IOException {
            try (InputStream file = FormatVersionTest.class.getResourceAsStream(name + suffix)) {
                assertThat(file).as(name + suffix).isNotNull();
                return file.readAllBytes();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void version1_0_isDecoded(Format format) throws IOException {
        assertThat(format.codec.decode(format.released("everything-1.0"))).isEqualTo(Contexts.everything());
        assertThat(format.codec.decode(format.released("long-1.0"))).isEqualTo(longEntry());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void version1_0_isWhatIsWritten(Format format) throws IOException {
        assertThat(format.codec.encode(Contexts.everything())).isEqualTo(format.released("everything-1.0"));
        assertThat(format.codec.encode(longEntry())).isEqualTo(format.released("long-1.0"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aLaterMinorVersion_isDecodedWithoutWhatIsUnknown(Format format) throws IOException {
        byte[] later = format.nextMinor.apply(format.released("everything-1.0"));

        assertThat(later).hasSizeGreaterThan(format.released("everything-1.0").length);
        assertThat(format.codec.decode(later)).isEqualTo(Contexts.everything());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void headsAndEntriesOfALaterMinorVersion_areDecodedWithoutWhatIsUnknown(Format format) {
        for (SessionContext context : List.of(Contexts.empty(), Contexts.small(), Contexts.everything())) {
            List<EncodedForm> forms = EncodedForm.of(format.codec, context).toList();
            for (EncodedForm form : forms) {
                byte[] later = format.nextMinor.apply(form.bytes());

                assertThat(form.decode(later)).isEqualTo(form.content());
                assertThat(later).hasSizeGreaterThanOrEqualTo(form.bytes().length);
            }
        }
    }

    /** A context with an entry so long that its length takes the long form. */
    private static SessionContext longEntry() {
        return Contexts.with(Contexts.empty(), List.of(Message.of("m", Role.USER, "a".repeat(33_000), Contexts.NOON)));
    }
}
