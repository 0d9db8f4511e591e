// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.export.Target;
import doorstep.iceberg.IcebergTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the user wants an export to go: {@code parquet:DIR}, {@code csv:DIR} or {@code iceberg:DIR}.
 *
 * @param text as the user wrote it
 * @param opener opens it, with the number of copies that are kept
 */
record ExportTarget(String text, Function<Optional<Integer>, Target> opener) {
    private static final List<FileFormat> FORMATS = List.of(new ParquetFormat(), new CsvFormat());

    /** @throws IllegalArgumentException saying what a target is */
    static ExportTarget parse(String text) {
        for (FileFormat format : FORMATS) {
            Optional<Path> directory = directory(text, format.name());
            if (directory.isPresent()) {
                return new ExportTarget(text, kept -> DirectoryTarget.open(directory.get(), format, kept));
            }
        }
        return directory(text, "iceberg")
                .map(it -> new ExportTarget(text, kept -> IcebergTarget.open(it, Optional.empty(), Map.of())))
                .orElseThrow(() ->
                        new IllegalArgumentException("not a target; targets are parquet:DIR, csv:DIR and iceberg:DIR"));
    }

    private static Optional<Path> directory(String text, String kind) {
        String scheme = kind + ":";
        return text.startsWith(scheme) && text.length() > scheme.length()
                ? Optional.of(Path.of(text.substring(scheme.length())))
                : Optional.empty();
    }

    Target open(Optional<Integer> copiesKept) {
        return opener.apply(copiesKept);
    }

    @Override
    public String toString() {
        return text;
    }
}
