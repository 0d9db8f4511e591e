// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.directory.CopiedTables;
import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTables;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.export.Target;
import doorstep.exported.ExportedTables;
import doorstep.iceberg.IcebergTables;
import doorstep.iceberg.IcebergTarget;
import doorstep.postgres.PostgresTables;
import doorstep.postgres.PostgresTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the user wants an export to go: {@code parquet:DIR}, {@code csv:DIR}, {@code iceberg:DIR} or
 * {@code postgresql://…}.
 */
final class ExportTarget {
    /** In the data directory, if no target is named. */
    private static final String DEFAULT_DIRECTORY = "warehouse";

    private static final String ICEBERG = "iceberg:";
    private static final List<FileFormat> FORMATS = List.of(new ParquetFormat(), new CsvFormat());

    private final Kind kind;
    private final String shown;
    private final Opening opening;
    private final Reading reading;

    /** What options a target has depends on its kind. */
    enum Kind {
        FILES,
        ICEBERG,
        POSTGRES
    }

    /** Opens a target. */
    @FunctionalInterface
    private interface Opening {
        Target open(Optional<Integer> copiesKept, Optional<Path> passwordFile);
    }

    /** Opens the tables of a target. */
    @FunctionalInterface
    private interface Reading {
        ExportedTables open(Optional<Path> passwordFile);
    }

    private ExportTarget(Kind kind, String shown, Opening opening, Reading reading) {
        this.kind = kind;
        this.shown = shown;
        this.opening = opening;
        this.reading = reading;
    }

    /** The target if none is named: tables of Iceberg, for which nothing has to be installed. */
    static ExportTarget in(Path data) {
        return iceberg(data.resolve(DEFAULT_DIRECTORY));
    }

    /** @throws IllegalArgumentException saying what a target is; not repeating the text, which may contain a password */
    static ExportTarget parse(String text) {
        if (PostgresTarget.isAddress(text)) {
            return new ExportTarget(
                    Kind.POSTGRES,
                    "PostgreSQL",
                    (copiesKept, passwordFile) -> PostgresTarget.open(text, System.getenv(), passwordFile),
                    passwordFile -> new CopiedTables(PostgresTables.open(text, System.getenv(), passwordFile)));
        }
        for (FileFormat format : FORMATS) {
            Optional<Path> directory = directory(text, format.name() + ":");
            if (directory.isPresent()) {
                return new ExportTarget(
                        Kind.FILES,
                        format.name() + ":" + directory.get(),
                        (copiesKept, passwordFile) -> DirectoryTarget.open(directory.get(), format, copiesKept),
                        passwordFile -> DirectoryTables.open(directory.get(), format));
            }
        }
        return directory(text, ICEBERG)
                .map(ExportTarget::iceberg)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a target; targets are parquet:DIR, csv:DIR, iceberg:DIR and postgresql://…"));
    }

    private static ExportTarget iceberg(Path directory) {
        return new ExportTarget(
                Kind.ICEBERG,
                ICEBERG + directory,
                (copiesKept, passwordFile) -> IcebergTarget.open(directory, Optional.empty(), Map.of(), Instant.now()),
                passwordFile -> new CopiedTables(IcebergTables.open(directory)));
    }

    private static Optional<Path> directory(String text, String scheme) {
        return text.startsWith(scheme) && text.length() > scheme.length()
                ? Optional.of(Path.of(text.substring(scheme.length())))
                : Optional.empty();
    }

    Kind kind() {
        return kind;
    }

    /**
     * @param copiesKept for {@link Kind#FILES}
     * @param passwordFile for {@link Kind#POSTGRES}
     */
    Target open(Optional<Integer> copiesKept, Optional<Path> passwordFile) {
        return opening.open(copiesKept, passwordFile);
    }

    /** The tables of the last finished export; changes nothing. */
    ExportedTables tables(Optional<Path> passwordFile) {
        return reading.open(passwordFile);
    }

    @Override
    public String toString() {
        return shown;
    }
}
