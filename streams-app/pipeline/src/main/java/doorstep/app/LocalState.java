// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files that Kafka Streams keeps in state.dir. They can be deleted at any time, because all state is in changelogs.
 */
public final class LocalState {
    private LocalState() {}

    /** @param dir need not exist */
    public static void delete(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the local state in " + dir, e);
        }
    }
}
