// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import doorstep.question.Access;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes, lists and revokes the tokens of a file. The file is replaced as a whole and readable by its owner only; a lock
 * on a file beside it keeps two processes from losing each other's changes.
 */
public final class TokenStore {
    private static final Object IN_PROCESS = new Object(); // a lock on a file is held by a process

    private final Path file;

    /** @param file a link is followed: what it points to is replaced, not the link */
    public TokenStore(Path file) {
        this.file = target(file.toAbsolutePath());
    }

    public List<TokenEntry> list() {
        try {
            return read().entries();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Makes a token.
     *
     * @param name not yet in the file
     * @return the token, which is stored nowhere
     */
    public String create(Access access, String name, Instant now) {
        String token = Token.random(new SecureRandom());
        TokenEntry entry;
        try {
            entry = TokenEntry.of(token, access, name, Instant.ofEpochSecond(now.getEpochSecond()));
        } catch (IllegalArgumentException e) {
            throw new AccessException(e.getMessage(), e);
        }
        change(entries -> {
            if (entries.stream().anyMatch(other -> other.name().equals(name))) {
                throw new AccessException(
                        file + " already has a token named " + name + ": revoke it first, or choose another name");
            }
            List<TokenEntry> more = new ArrayList<>(entries);
            more.add(entry);
            return more;
        });
        return token;
    }

    /** Removes a token; the last one together with the file. */
    public void revoke(String name) {
        change(entries -> {
            List<TokenEntry> rest =
                    entries.stream().filter(entry -> !entry.name().equals(name)).toList();
            if (rest.size() == entries.size()) {
                throw new AccessException(file + " has no token named " + name);
            }
            return rest;
        });
    }

    private void change(UnaryOperator<List<TokenEntry>> change) {
        synchronized (IN_PROCESS) {
            try (FileChannel lock = FileChannel.open(
                    beside(".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly())) {
                lock.lock();
                replace(new TokenList(change.apply(read().entries())));
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private TokenList read() throws IOException {
        try {
            return TokenList.parse(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return TokenList.NONE;
        }
    }

    private void replace(TokenList tokens) throws IOException {
        if (tokens.entries().isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly());
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(tokens.content()));
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Path target(Path file) {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw new AccessException("the token file " + file + " cannot be used: " + e, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private AccessException failed(IOException e) {
        return new AccessException("the token file " + file + " cannot be used: " + e, e);
    }
}
