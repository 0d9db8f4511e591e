// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import doorstep.question.Access;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens of one file. Hashes and names are unique. */
record TokenList(List<TokenEntry> entries) {
    static final TokenList NONE = new TokenList(List.of());

    TokenList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the content of a token file. Every line ends with a line feed, so that a file cut off in the middle of a
     * line is noticed.
     *
     * @throws AccessException naming file and line
     */
    static TokenList parse(Path file, byte[] content) {
        String text = text(file, content);
        List<TokenEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int number = entries.size() + 1;
            try {
                if (end < 0) {
                    throw new IllegalArgumentException("the line does not end with a line feed");
                }
                TokenEntry entry = TokenEntry.parse(text.substring(start, end));
                if (!seen.add(entry.hash()) || !seen.add(entry.name())) {
                    throw new IllegalArgumentException("an earlier line has the same hash or name");
                }
                entries.add(entry);
            } catch (IllegalArgumentException e) {
                throw new AccessException(file + ":" + number + ": " + e.getMessage(), e);
            }
            start = end + 1;
        }
        return new TokenList(entries);
    }

    private static String text(Path file, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AccessException(file + " is not UTF-8", e);
        }
    }

    byte[] content() {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.line()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Compares with every entry, whichever matches, so that the time taken tells nothing. */
    Optional<Access> find(String token) {
        byte[] hash = Token.hash(token);
        Access found = null;
        for (TokenEntry entry : entries) {
            if (MessageDigest.isEqual(hash, entry.hashBytes())) {
                found = entry.access();
            }
        }
        return Optional.ofNullable(found);
    }
}
