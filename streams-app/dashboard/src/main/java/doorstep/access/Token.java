// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Text of tokens: a prefix that secret scanners can look for, and 256 random bits in base64url. */
public final class Token {
    public static final String PREFIX = "dst_";

    private static final int BYTES = 32;
    private static final Pattern ANYWHERE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]+");
    private static final String HIDDEN = PREFIX + "(hidden)";

    private Token() {}

    static String random(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    public static boolean isIn(String text) {
        return text.contains(PREFIX);
    }

    /** Replaces everything that begins like a token. */
    public static String hidden(String text) {
        return ANYWHERE.matcher(text).replaceAll(HIDDEN);
    }
}
