// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import doorstep.question.Access;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A line of the token file: hash, unit, name and time, separated by tabs.
 *
 * @param hash SHA-256 of the token, 64 lower-case hexadecimal digits
 * @param name for people: who uses the token; 1 to 64 letters, digits and {@code . _ - @}, beginning with a letter or
 *     digit
 * @param made when it was made, whole seconds
 */
public record TokenEntry(String hash, Access access, String name, Instant made) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{M}\\p{Nd}._@-]{0,63}");
    private static final int FIELDS = 4;

    public TokenEntry {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("the hash is not 64 lower-case hexadecimal digits");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name must be 1 to 64 letters, digits and . _ - @, beginning with a" + " letter or a digit");
        }
    }

    static TokenEntry of(String token, Access access, String name, Instant made) {
        return new TokenEntry(HexFormat.of().formatHex(Token.hash(token)), access, name, made);
    }

    /** @throws IllegalArgumentException if it is not such a line; the message does not repeat it */
    static TokenEntry parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "expected hash, unit, name and time, separated by tabs; comments are not allowed");
        }
        return new TokenEntry(fields[0], access(fields[1]), fields[2], time(fields[3]));
    }

    private static Access access(String unit) {
        try {
            return Access.of(unit);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the unit is not valid", e);
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the time is not one such as 2024-05-31T12:00:00Z", e);
        }
    }

    String line() {
        return String.join("\t", hash, access.unit(), name, made.toString()) + "\n";
    }

    byte[] hashBytes() {
        return HexFormat.of().parseHex(hash);
    }
}
