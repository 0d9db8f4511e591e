// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code export} refuses before it does anything. */
class ExportCommandTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({
        "postgres, targets are parquet:DIR csv:DIR iceberg:DIR and postgresql:",
        "parquet:x --interval 1h, --interval can only be used with --follow",
        "parquet:x --keep 0, --keep must be 1 or more",
        "--keep 3, --keep is for parquet: and csv:",
        "postgresql://a@b/c --keep 3, --keep is for parquet: and csv:",
        "csv:x --password-file p, --password-file is for PostgreSQL",
        "--password-file p, --password-file is for PostgreSQL",
        "parquet:x --compact, --compact and --expire-snapshots are for iceberg:",
        "postgresql://a@b/c --expire-snapshots 7, --compact and --expire-snapshots are for iceberg:",
        "iceberg:x --expire-snapshots -1, --expire-snapshots must be 0 or more",
    })
    void shouldRefuseOptionsThatATargetDoesNotHave(String options, String message) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("export", "--data", dir.toString()));
        arguments.addAll(Arrays.asList(options.split(" ", -1)));

        Doorstep mistake = Doorstep.run(arguments.toArray(String[]::new));

        assertThat(mistake.code()).isEqualTo(2);
        assertThat(mistake.err().replace(",", "")).contains(message);
        try (var files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldNotCreateABrokerToReadFrom() throws Exception {
        Doorstep mistake = Doorstep.run("export", "--data", dir.toString());

        assertThat(mistake.code()).isEqualTo(2);
        assertThat(mistake.err()).contains("the data directory " + dir + " has no broker");
        try (var files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldSayWhereItExportsToByDefault() {
        assertThat(ExportTarget.in(Path.of("data"))).hasToString("iceberg:data/warehouse");
        assertThat(Doorstep.run("export", "--help").out()).contains("Default: iceberg:");
    }
}
