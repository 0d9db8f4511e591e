package doorstep.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files of the local state: a copy of what the changelogs hold, so that they may go at any time. */
final class LocalState {
    private LocalState() {}

    /** @param dir may be absent */
    static void delete(Path dir) {
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

    /** @param aside is replaced if it is there */
    static void moveAside(Path dir, Path aside) {
        delete(aside);
        try {
            if (Files.exists(dir)) {
                Files.move(dir, aside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the local state in " + dir + " to " + aside, e);
        }
    }
}
