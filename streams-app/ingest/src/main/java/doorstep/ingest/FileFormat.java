// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/**
 * Format of the files that a mapping reads.
 *
 * @param encodings encodings by file name; the first one whose pattern matches is used
 * @param csv absent for JSON lines
 * @param maxLine longest line in characters, also of a row that spans several lines
 */
record FileFormat(List<Encoding> encodings, Optional<Csv> csv, int maxLine) {
    /** @param files glob of file names */
    record Encoding(String files, Charset charset) {
        boolean fits(RowSource source) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + files);
            Path name = source.fileName();
            return name != null && matcher.matches(name);
        }
    }

    /**
     * @param quote empty if quotes have no special meaning
     * @param columns names from left to right; empty if the header names them
     */
    record Csv(char delimiter, Optional<Character> quote, boolean header, List<String> columns) {}

    Charset charsetOf(RowSource source) {
        return encodings.stream()
                .filter(encoding -> encoding.fits(source))
                .findFirst()
                .map(Encoding::charset)
                .orElseThrow(() -> new ImportException(source.name()
                        + ": no pattern under `encoding` fits this name; add {files: \"*\", encoding: …} at the end"));
    }
}
