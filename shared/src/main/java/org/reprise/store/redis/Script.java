package org.reprise.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What is done to one session in one step: a Lua script that the server runs as a whole. */
enum Script {
    OPEN,
    ATTACH,
    APPEND,
    PUT_HEAD,
    READ,
    DETACH,
    PARK,
    UNPARK,
    EXPIRE,
    FORGET;

    private final byte[] text;
    private final String digest;

    Script() {
        String file = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + " is not beside the class");
            }
            text = in.readAllBytes();
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1, this one does not", e);
        }
    }

    String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** By which the server knows a script that it has run before. */
    String digest() {
        return digest;
    }
}
