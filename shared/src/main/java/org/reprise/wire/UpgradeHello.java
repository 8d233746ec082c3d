package org.reprise.wire;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A hello that is said in the upgrade request, by clients that may set headers. It saves a round trip.
 *
 * <p>A server that takes it says so in its response, under the same name; without that the client says it again as its first
 * message.
 */
public final class UpgradeHello {

    /** The header of the request and of the response. */
    public static final String HEADER = "Reprise-Hello";

    /** What the response says of a hello that was taken. */
    public static final String TAKEN = "taken";

    private static final int BITS_PER_DIGIT = 6;
    private static final int MOST_CHARACTERS =
            (WireLimits.HELLO_BYTES * Byte.SIZE + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT;

    private UpgradeHello() {}

    /** A hello's message as the request's header: Base64url (RFC 4648, section 5) without padding. */
    public static String header(WireMessage hello) {
        byte[] bytes = new byte[hello.length()];
        hello.bytes().duplicate().get(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The message that a request's header holds, which need not be a hello.
     *
     * @throws FrameException if it holds none, or one of more than {@link WireLimits#HELLO_BYTES}
     */
    public static WireMessage.Text message(String header) {
        if (header.length() > MOST_CHARACTERS) {
            throw new FrameException(
                    CloseCode.TOO_LARGE,
                    HEADER + " has " + header.length() + " characters, at most " + MOST_CHARACTERS + " are allowed");
        }
        try {
            return new WireMessage.Text(ByteBuffer.wrap(Base64.getUrlDecoder().decode(header)));
        } catch (IllegalArgumentException e) {
            throw ControlFrames.bad(HEADER + " is not Base64url");
        }
    }
}
