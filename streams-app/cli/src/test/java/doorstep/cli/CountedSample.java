// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.LocalState;
import doorstep.scenario.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Test fixture: what a demo leaves in its directory. It runs once in each build, for all who want a copy. */
final class CountedSample {
    /** The build begins without it (pom.xml). */
    private static final Path KEPT = Path.of("target", "sample");

    private static final Path DATA = KEPT.resolve("data").toAbsolutePath();
    /** Is there once the rest is. */
    private static final Path PRINTED = KEPT.resolve("printed.txt");

    private CountedSample() {}

    /**
     * Runs the demo, unless that was done.
     *
     * @param dir where its directory is copied to, empty
     * @return what it printed
     */
    static String copyTo(Path dir) {
        try {
            String printed = printed();
            Directories.copy(DATA, dir);
            Files.delete(dir.resolve("broker/port")); // else two copies would want the same one
            Path settings = dir.resolve(ClusterOptions.SETTINGS_FILE);
            String text = Files.readString(settings);
            assertThat(text).contains(DATA.toString());
            Files.writeString(settings, text.replace(DATA.toString(), dir.toString()));
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String printed() throws IOException {
        Files.createDirectories(KEPT);
        // Tests run in several processes.
        try (FileChannel file =
                        FileChannel.open(KEPT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            if (Files.notExists(PRINTED)) {
                LocalState.delete(DATA); // of an attempt that failed
                Doorstep demo = Doorstep.run("demo", "--once", "--data", DATA.toString());
                assertThat(demo.code()).as(demo.err()).isZero();
                Files.writeString(PRINTED, demo.out());
            }
            return Files.readString(PRINTED);
        }
    }
}
