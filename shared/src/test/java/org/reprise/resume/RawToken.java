package org.reprise.resume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens by RFC 7515 alone, with any header and any claims, right or wrong. */
final class RawToken {

    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private RawToken() {}

    static String hs256(String header, String claims, byte[] secret) {
        return signed(header, claims, secret, "HmacSHA256");
    }

    static String signed(String header, String claims, byte[] secret, String algorithm) {
        String signed = encoded(header) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return signed + "." + BASE64_URL.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return BASE64_URL.encodeToString(text.getBytes(UTF_8));
    }
}
