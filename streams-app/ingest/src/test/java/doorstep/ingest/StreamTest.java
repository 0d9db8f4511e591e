// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Feedback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports rows from named pipes, which can be read only once. Standard input is tested in {@code CommandsIT}. */
@Timeout(60)
class StreamTest {
    private static final String MAPPING = """
            doorstep: 1
            files: {format: csv}
            times: {zone: UTC}
            events:
              - topic: feedback
                fields: {id: <no>, source: TEST, unit: A, occurredAt: 2020-01-01, kind: RATING, channel: WEB, scale: STARS_5, score: <stars>}
            """;

    private static final String JSON_MAPPING = MAPPING.replace("format: csv", "format: jsonl");
    private static final int ROWS = 20_000; // more than 64 KB, which is what a pipe holds

    @TempDir
    private Path folder;

    private ImportFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ImportFixture(folder);
    }

    private static String csv(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> i + ",5\n").collect(Collectors.joining("", "no,stars\n", ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Creates a named pipe that is not open yet. */
    private Path pipe(String name) throws Exception {
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    /** Opens the pipe as soon as there is a reader, and writes part by part. */
    private static CompletableFuture<Void> write(Path pipe, byte[]... parts) {
        return CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                for (byte[] part : parts) {
                    out.write(part);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<String> ids() {
        return fixture.events.feedback().stream().map(Feedback::getId).toList();
    }

    @Test
    void shouldImportEveryRowOfAPipe() throws Exception {
        Path pipe = pipe("ratings");
        CompletableFuture<Void> writer = write(pipe, bytes(csv(ROWS)));

        ImportResult result = fixture.run(MAPPING, pipe);

        writer.get(10, TimeUnit.SECONDS);
        assertThat(result.rows()).isEqualTo(ROWS);
        assertThat(ids()).hasSize(ROWS).startsWith("0").endsWith(String.valueOf(ROWS - 1));
        assertThat(fixture.progress).last().satisfies(at -> {
            assertThat(at.bytesTotal()).isEmpty();
            assertThat(at.bytesRead()).isEqualTo(csv(ROWS).length());
        });
    }

    @Test
    void shouldUnpackTwoPartsOfASlowWriter() throws Exception {
        byte[] first = ImportFixture.gzip(bytes("no,stars\n1,5\n"));
        byte[] second = ImportFixture.gzip(bytes("2,4\n"));
        // No bytes are available at the end of the first part, as in a pipe with a slow writer.
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second));

        assertThat(UnpackedStream.of(slow)).hasContent("no,stars\n1,5\n2,4\n");
    }

    @Test
    void shouldImportEveryRowOfAPackedPipe() throws Exception {
        Path pipe = pipe("ratings.gz");
        CompletableFuture<Void> writer = write(pipe, ImportFixture.gzip(bytes(csv(ROWS))));

        assertThat(fixture.run(MAPPING, pipe).rows()).isEqualTo(ROWS);
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldReadPipesOneAfterTheOther() throws Exception {
        Path one = pipe("one");
        Path two = pipe("two");
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            write(one, bytes(csv(ROWS))).join();
            write(two, bytes("no,stars\nx,4\n")).join();
        });

        fixture.run(MAPPING, one, two);

        writer.get(10, TimeUnit.SECONDS);
        assertThat(ids()).hasSize(ROWS + 1).endsWith("x");
    }

    @Test
    void shouldImportJsonLinesOfAPipe() throws Exception {
        Path pipe = pipe("ratings");
        CompletableFuture<Void> writer = write(pipe, bytes("{\"no\":\"a\",\"stars\":5}\n{\"no\":\"b\",\"stars\":1}\n"));

        fixture.run(JSON_MAPPING, pipe);

        writer.get(10, TimeUnit.SECONDS);
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void shouldNameThePipeWhoseHeaderLacksAColumn() throws Exception {
        Path pipe = pipe("ratings");
        CompletableFuture<Void> writer = write(pipe, bytes("no,sterne\n1,5\n"));

        assertThatThrownBy(() -> fixture.run(MAPPING, pipe))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining(pipe.toString())
                .hasMessageContaining("no column \"stars\"");
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldRefuseAStreamThatIsNamedTwice() throws Exception {
        Path pipe = pipe("ratings");

        assertThatThrownBy(() -> fixture.run(MAPPING, pipe, pipe))
                .hasMessage(pipe + " is named twice, and a stream can be read only once");
        assertThatThrownBy(() -> fixture.run(MAPPING, Path.of("-"), Path.of("/dev/stdin")))
                .hasMessage("standard input is named twice, and a stream can be read only once");
    }

    @Test
    void shouldRefuseToMakeIdsOfNamesThatDoNotLast() {
        List<String> refused = new ArrayList<>();
        for (String path : List.of("-", "/dev/stdin", "/dev/fd/0")) {
            assertThatThrownBy(() -> new RowSource(Path.of(path)).lastingName())
                    .satisfies(e -> refused.add(e.getMessage()));
        }
        assertThat(refused).hasSize(3).allSatisfy(message -> assertThat(message).startsWith("standard input has no"));
        assertThat(new RowSource(folder.resolve("a.csv.gz")).lastingName()).isEqualTo("a.csv");
    }
}
