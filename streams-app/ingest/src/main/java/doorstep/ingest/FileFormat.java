package doorstep.ingest;

import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/**
 * How files are to be read.
 *
 * @param encodings the first whose pattern fits the file's name
 * @param csv absent for JSON lines
 * @param maxLine characters of a line, and of a row that spans several
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
     * @param quote empty if quotes have no meaning
     * @param columns names from left to right; empty: the header has them
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
