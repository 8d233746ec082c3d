package org.reprise.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What is done to one session in one step: a Lua script that the server runs as a whole. */
enum Script {
    OPEN("open.lua"),
    ATTACH("entries.lua", "attach.lua"),
    APPEND("append.lua"),
    PUT_HEAD("put-head.lua"),
    READ("entries.lua", "read.lua"),
    DETACH("detach.lua"),
    PARK("entries.lua", "park.lua"),
    UNPARK("entries.lua", "unpark.lua"),
    EXPIRE("expire.lua");

    private final String text;
    private final String digest;

    Script(String... files) {
        text = Arrays.stream(files).map(Script::read).collect(Collectors.joining());
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1, this one does not", e);
        }
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + " is not beside the class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    String text() {
        return text;
    }

    /** By which the server knows a script that it has run before. */
    String digest() {
        return digest;
    }
}
