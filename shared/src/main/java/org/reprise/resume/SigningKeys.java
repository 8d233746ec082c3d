package org.reprise.resume;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys that tokens are signed with. A key is taken out of use by making another one current, and out of force by
 * leaving it out.
 *
 * @param currentId the id of the key that new tokens are signed with
 * @param secrets the keys that tokens are verified with, by id; each of at least {@link #LEAST_BYTES} random bytes, which
 *     are copied
 */
public record SigningKeys(String currentId, Map<String, byte[]> secrets) {

    /** HMAC with SHA-256 needs a key of the hash's size (RFC 7518, section 3.2). */
    public static final int LEAST_BYTES = 32;

    /** @throws IllegalArgumentException if the current key is not among them, or a key is too short */
    public SigningKeys {
        secrets = secrets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, key -> key.getValue().clone()));
        if (!secrets.containsKey(currentId)) {
            throw new IllegalArgumentException(
                    "the current key '" + currentId + "' is not among the keys " + secrets.keySet());
        }
        secrets.forEach((id, secret) -> {
            if (secret.length < LEAST_BYTES) {
                throw new IllegalArgumentException(
                        "key '" + id + "' has " + secret.length + " bytes, at least " + LEAST_BYTES + " are needed");
            }
        });
    }

    /** The ids of the keys; no secret is ever shown. */
    @Override
    public String toString() {
        return "SigningKeys[currentId=" + currentId + ", ids=" + secrets.keySet() + "]";
    }
}
