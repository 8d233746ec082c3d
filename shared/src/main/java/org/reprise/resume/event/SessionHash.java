package org.reprise.resume.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tells sessions apart in recordings, which are handed around, without naming them: the first 8 bytes of the SHA-256 of the session's id
 * after a salt that each process draws and keeps to itself. So nobody can try ids out, and no two processes' hashes can be
 * matched.
 */
public final class SessionHash {

    private static final int SALT_BYTES = 16;
    private static final byte[] SALT = new byte[SALT_BYTES];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private SessionHash() {}

    /** The hash of a session's id, 16 hexadecimal digits. */
    public static String of(String sessionId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(SALT);
            byte[] digest = sha256.digest(sessionId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().toHexDigits(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
