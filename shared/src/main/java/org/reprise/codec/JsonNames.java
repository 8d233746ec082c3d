package org.reprise.codec;

import java.util.HexFormat;

/**
 * Names of a map's fields as JSON property names.
 *
 * <p>JSON parsers refuse unpaired surrogates in property names, so an unpaired surrogate is written as a backslash, a
 * {@code u} and four hexadecimal digits, and a backslash as two backslashes. All other names stand as they are.
 */
final class JsonNames {

    private static final int ESCAPE_DIGITS = 4;

    private JsonNames() {}

    static String escape(String name) {
        int i = firstToEscape(name);
        if (i == name.length()) {
            return name;
        }
        StringBuilder escaped = new StringBuilder(name.length() + ESCAPE_DIGITS + 1).append(name, 0, i);
        while (i < name.length()) {
            int character = name.codePointAt(i);
            if (character == '\\') {
                escaped.append("\\\\");
            } else if (isUnpairedSurrogate(character)) {
                escaped.append("\\u").append(Integer.toHexString(character));
            } else {
                escaped.appendCodePoint(character);
            }
            i += Character.charCount(character);
        }
        return escaped.toString();
    }

    /** @throws IllegalArgumentException if a backslash begins neither form */
    static String unescape(String name) {
        int i = name.indexOf('\\');
        if (i < 0) {
            return name;
        }
        StringBuilder plain = new StringBuilder(name.length()).append(name, 0, i);
        while (i < name.length()) {
            char character = name.charAt(i++);
            if (character != '\\') {
                plain.append(character);
            } else if (name.startsWith("\\", i)) {
                plain.append('\\');
                i++;
            } else if (name.startsWith("u", i) && i + 1 + ESCAPE_DIGITS <= name.length()) {
                plain.append((char) HexFormat.fromHexDigits(name, i + 1, i + 1 + ESCAPE_DIGITS));
                i += 1 + ESCAPE_DIGITS;
            } else {
                throw new IllegalArgumentException("a backslash is followed by neither a backslash nor u and "
                        + ESCAPE_DIGITS + " hexadecimal digits");
            }
        }
        return plain.toString();
    }

    private static int firstToEscape(String name) {
        int i = 0;
        while (i < name.length()) {
            int character = name.codePointAt(i);
            if (character == '\\' || isUnpairedSurrogate(character)) {
                return i;
            }
            i += Character.charCount(character);
        }
        return i;
    }

    private static boolean isUnpairedSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
