// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Test fixture: imports files that a test writes, and collects events, bad lines and progress. */
final class ImportFixture {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

    /** A mapping for ratings in a CSV file with the columns no, unit, day, stars. */
    static final String RATINGS = """
            doorstep: 1
            files: {format: csv}
            times: {zone: UTC}
            events:
              - topic: feedback
                fields:
                  id: <no>
                  source: TEST
                  unit: <unit>
                  occurredAt: <day>
                  kind: RATING
                  channel: WEB
                  scale: STARS_5
                  score: <stars>
            """;

    final CollectedEvents events = new CollectedEvents();
    final List<BadLine> badLines = new ArrayList<>();
    final List<ImportListener.Progress> progress = new ArrayList<>();
    private final Path folder;
    private final ImportListener listener = new ImportListener() {
        @Override
        public void onProgress(Progress at) {
            progress.add(at);
        }

        @Override
        public void onBadLine(BadLine line) {
            badLines.add(line);
        }
    };

    ImportFixture(Path folder) {
        this.folder = folder;
    }

    static Mapping mapping(String yaml) {
        try {
            return MappingReader.read("test.yaml", YamlFile.read(new StringReader(yaml), "test.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, String content) {
        return file(name, content, StandardCharsets.UTF_8);
    }

    Path file(String name, String content, Charset charset) {
        return file(name, content.getBytes(charset));
    }

    ImportResult run(String yaml, Path... files) {
        return run(mapping(yaml), ImportOptions.defaults(), files);
    }

    ImportResult run(Mapping mapping, ImportOptions options, Path... files) {
        return new Importer(mapping, events, options.withClock(CLOCK), listener).run(List.of(files));
    }

    /** The bad lines without the file's name: {@code line 2, column x: reason}. */
    List<String> faults() {
        return badLines.stream()
                .map(line -> new BadLine("", line.line(), line.column(), line.reason())
                        .toString()
                        .substring(", ".length()))
                .toList();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
