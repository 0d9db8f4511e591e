// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cli.ExportTarget.Kind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "PostgreSQL: the first line is the password. Without it, the variables PGPASSWORD or PGPASSFILE.")
    private Optional<Path> passwordFile = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @param data the directory of the target that is meant if none is named */
    ExportTarget target(Path data) {
        ExportTarget named = target.orElseGet(() -> ExportTarget.in(data));
        if (named.kind() != Kind.POSTGRES && passwordFile.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--password-file is for PostgreSQL: a directory has no password");
        }
        return named;
    }

    Optional<Path> passwordFile() {
        return passwordFile;
    }
}
