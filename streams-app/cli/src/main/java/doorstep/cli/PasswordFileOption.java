// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cli.ExportTarget.Kind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The password of a target in PostgreSQL. */
final class PasswordFileOption {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "PostgreSQL: the first line is the password. Without it, the variables PGPASSWORD or PGPASSFILE.")
    private Optional<Path> passwordFile = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @param target that it is for, if it is given */
    Optional<Path> of(ExportTarget target) {
        if (target.kind() != Kind.POSTGRES && passwordFile.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--password-file is for PostgreSQL: a directory has no password");
        }
        return passwordFile;
    }
}
