// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --data} of a {@link Tool}: the directory in which a run keeps all its files. */
public final class RunDirectory {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "An empty or new directory, which is kept (default: a temporary one, deleted at the end).")
    private Optional<Path> given = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * @param prefix name prefix of a temporary directory
     * @throws ParameterException if the given directory is not empty
     */
    public Path open(String prefix) {
        if (given.isEmpty()) {
            try {
                return Files.createTempDirectory(prefix);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Path dir = given.get();
        if (Files.exists(dir)) {
            requireEmpty(dir);
        }
        return dir;
    }

    private void requireEmpty(Path dir) {
        try (Stream<Path> content = Files.list(dir)) {
            if (content.findAny().isPresent()) {
                throw new ParameterException(
                        spec.commandLine(), dir + " is not empty; a run needs a directory of its own");
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), dir + " cannot be used: " + e.getMessage());
        }
    }

    /** Deletes the directory if it is temporary. */
    public void close(Path dir) {
        if (given.isEmpty()) {
            Directories.delete(dir);
        }
    }
}
