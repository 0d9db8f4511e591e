// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.export.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the user wants an export to go: {@code parquet:DIR} or {@code csv:DIR}. */
record ExportTarget(FileFormat format, Path directory) {
    private static final List<FileFormat> FORMATS = List.of(new ParquetFormat(), new CsvFormat());

    /** @throws IllegalArgumentException saying what a target is */
    static ExportTarget parse(String text) {
        for (FileFormat format : FORMATS) {
            String scheme = format.name() + ":";
            if (text.startsWith(scheme) && text.length() > scheme.length()) {
                return new ExportTarget(format, Path.of(text.substring(scheme.length())));
            }
        }
        throw new IllegalArgumentException("not a target; targets are parquet:DIR and csv:DIR");
    }

    Target open(Optional<Integer> copiesKept) {
        return DirectoryTarget.open(directory, format, copiesKept);
    }

    @Override
    public String toString() {
        return format.name() + ":" + directory;
    }
}
