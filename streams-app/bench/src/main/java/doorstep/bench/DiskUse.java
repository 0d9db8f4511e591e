// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Total size of the files under a directory. Files may disappear in the meantime. */
public final class DiskUse {
    private DiskUse() {}

    /** Empty if the directory does not exist. */
    public static OptionalLong of(Path dir) {
        if (!Files.isDirectory(dir)) {
            return OptionalLong.empty();
        }
        AtomicLong bytes = new AtomicLong();
        try {
            Files.walkFileTree(dir, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OptionalLong.of(bytes.get());
    }
}
