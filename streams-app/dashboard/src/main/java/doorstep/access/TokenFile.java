// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import doorstep.question.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that a server accepts, as the file lists them at each moment. Without the file there are none. A file that
 * is broken, or that has become empty, leaves those in force that it had before: a copy is under way. (Revoking the last
 * token deletes the file.)
 */
public final class TokenFile {
    private final ReloadedFile<TokenList> tokens;

    /** @throws AccessException if the file exists and cannot be used; an empty one can */
    public TokenFile(Path file) {
        try {
            tokens = new ReloadedFile<>(List.of(file), last -> read(file, last));
        } catch (IOException e) {
            throw new AccessException("the token file " + file + " cannot be read: " + e, e);
        }
    }

    private static TokenList read(Path file, TokenList last) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return TokenList.NONE;
        }
        if (content.length == 0 && last != null && !last.entries().isEmpty()) {
            throw new AccessException("it is empty; delete it if no token is to be valid");
        }
        return TokenList.parse(file, content);
    }

    /** What a token may see; empty if it is not valid. Takes the same time for every token. */
    public Optional<Access> find(String token) {
        return tokens.get().find(token);
    }
}
