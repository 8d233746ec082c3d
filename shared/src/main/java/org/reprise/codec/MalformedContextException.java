package org.reprise.codec;

import java.util.regex.Pattern;

/** Says that bytes are not what they were taken for: where, what was found there, and what would have been right. */
public final class MalformedContextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Parts of the message may come from the bytes, which anybody may have sent. */
    private static final int SHOWN_CHARACTERS = 200;

    /** What breaks a line, or cannot be written. */
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private final long offset;
    private final String bound;
    private final String value;

    /**
     * @param codec the codec's name
     * @param offset where, in bytes from the start of what was decoded
     * @param what which quantity is wrong
     * @param value what it is
     * @param bound what it may be
     */
    MalformedContextException(String codec, long offset, String what, Object value, Object bound) {
        super(codec + " context, byte " + offset + ": " + shown(what) + " is " + shown(value) + ", allowed is "
                + shown(bound)
                + "; the bytes are truncated, damaged or not from this codec, so take them from their source again");
        this.offset = offset;
        this.bound = shown(bound);
        this.value = shown(value);
    }

    /** Where the bytes are wrong, in bytes from the start of what was decoded. */
    public long offset() {
        return offset;
    }

    /** What the value at {@link #offset()} may be, on one line. */
    public String bound() {
        return bound;
    }

    /** What the value at {@link #offset()} is, or its beginning, on one line. */
    public String value() {
        return value;
    }

    private static String shown(Object part) {
        String text = part.toString();
        String start = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
        return BREAKING.matcher(start).replaceAll("\uFFFD");
    }
}
