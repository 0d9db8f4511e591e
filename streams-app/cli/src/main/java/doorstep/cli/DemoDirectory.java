// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.ConfigurationException;
import doorstep.sample.OutreachSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;

/**
 * The data directory of the demo. It contains the sample's settings and catalogue, so that every command with this
 * {@code --data} uses the sample's as-of and time zone.
 */
final class DemoDirectory {
    private static final String MARK = "# Settings of the sample " + OutreachSample.NAME;
    private static final String CATALOGUE = "catalogue.yaml";

    private final Path dir;

    DemoDirectory(Path dir) {
        this.dir = dir;
    }

    /** @throws ConfigurationException if the directory is in use for something else */
    void prepare() {
        Path settings = dir.resolve(ClusterOptions.SETTINGS_FILE);
        try {
            if (Files.exists(settings) && Files.readString(settings).startsWith(MARK)) {
                return;
            }
            if (Files.exists(settings) || Files.exists(dir.resolve("broker"))) {
                throw new ConfigurationException("the data directory " + dir
                        + " does not belong to the demo; give the demo its own: --data DIR");
            }
            Files.createDirectories(dir);
            Path catalogue = dir.toAbsolutePath().resolve(CATALOGUE);
            Files.writeString(catalogue, OutreachSample.catalogue());
            Files.write(
                    settings,
                    List.of(
                            MARK + "; every command with this --data reads them.",
                            "partitions=4",
                            "zone=" + OutreachSample.ZONE,
                            "catalogue=" + catalogue,
                            "as-of=" + LocalDateTime.ofInstant(OutreachSample.AS_OF, OutreachSample.ZONE),
                            "working-days.holidays=" + String.join(",", OutreachSample.HOLIDAYS),
                            "working-days.extra=" + String.join(",", OutreachSample.EXTRA_WORKING_DAYS),
                            "emit.breakdown.interval=2s"));
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + dir + " cannot be used: " + e, e);
        }
    }

    /** Writes the sample's files. */
    List<OutreachSample.SampleFile> writeSample() {
        try {
            return OutreachSample.writeTo(dir.resolve("sample"));
        } catch (IOException e) {
            throw new UncheckedIOException("the sample cannot be written: " + e, e);
        }
    }
}
