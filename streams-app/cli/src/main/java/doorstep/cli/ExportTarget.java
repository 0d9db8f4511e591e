// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.postgres.PostgresTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the user wants an export to go: {@code parquet:DIR}, {@code csv:DIR} or {@code postgresql://…}. */
final class ExportTarget {
    private static final List<FileFormat> FORMATS = List.of(new ParquetFormat(), new CsvFormat());

    private final String shown;
    private final Opening opening;

    /** Opens a target. */
    @FunctionalInterface
    private interface Opening {
        Target open(Optional<Integer> copiesKept, Optional<Path> passwordFile);
    }

    private ExportTarget(String shown, Opening opening) {
        this.shown = shown;
        this.opening = opening;
    }

    /** @throws IllegalArgumentException saying what a target is; not repeating the text, which may contain a password */
    static ExportTarget parse(String text) {
        if (PostgresTarget.isAddress(text)) {
            return new ExportTarget("PostgreSQL", (copiesKept, passwordFile) -> {
                if (copiesKept.isPresent()) {
                    throw new ExportException(
                            "--keep is for directories: in PostgreSQL there are no copies of results");
                }
                return PostgresTarget.open(text, System.getenv(), passwordFile);
            });
        }
        for (FileFormat format : FORMATS) {
            String scheme = format.name() + ":";
            if (text.startsWith(scheme) && text.length() > scheme.length()) {
                Path directory = Path.of(text.substring(scheme.length()));
                return new ExportTarget(scheme + directory, (copiesKept, passwordFile) -> {
                    if (passwordFile.isPresent()) {
                        throw new ExportException("--password-file is for PostgreSQL: a directory has no password");
                    }
                    return DirectoryTarget.open(directory, format, copiesKept);
                });
            }
        }
        throw new IllegalArgumentException("not a target; targets are parquet:DIR, csv:DIR and postgresql://…");
    }

    Target open(Optional<Integer> copiesKept, Optional<Path> passwordFile) {
        return opening.open(copiesKept, passwordFile);
    }

    @Override
    public String toString() {
        return shown;
    }
}
