// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where exported tables are. */
final class TargetOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = "parquet:DIR or csv:DIR: a directory of files for each export, in DIR."
                    + " iceberg:DIR: tables of Apache Iceberg in DIR."
                    + " postgresql://USER@HOST:PORT/DATABASE?schema=NAME: tables in a schema (default: doorstep)."
                    + " Default: iceberg: with the directory warehouse in that of --data.")
    private Optional<ExportTarget> target = Optional.empty();

    @Mixin
    private PasswordFileOption password;

    /** @param data the directory of the target that is meant if none is named */
    ExportTarget target(Path data) {
        return target.orElseGet(() -> ExportTarget.in(data));
    }

    /** @param named by {@link #target} */
    Optional<Path> passwordFile(ExportTarget named) {
        return password.of(named);
    }
}
