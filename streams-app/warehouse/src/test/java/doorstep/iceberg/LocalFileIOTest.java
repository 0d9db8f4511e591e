// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest {
    private final LocalFileIO io = new LocalFileIO();

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatItWrote() throws IOException {
        String location = LocalFileIO.location(directory.resolve("a b/schön/x%20.parquet"));
        write(location, "0123456789");

        InputFile file = io.newInputFile(location);
        assertThat(location).startsWith("file:///").endsWith("/a b/schön/x%20.parquet");
        assertThat(file.getLength()).isEqualTo(10);
        try (SeekableInputStream in = file.newStream()) {
            in.seek(7);
            assertThat(in.read()).isEqualTo('7');
            assertThat(in.getPos()).isEqualTo(8);
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("89");
        }
        assertThat(io.newInputFile(location.replace("file://", "")).exists()).isTrue();
    }

    @Test
    void shouldNotWriteOverAFile() throws IOException {
        String location = LocalFileIO.location(directory.resolve("file"));
        write(location, "a");

        assertThatThrownBy(() -> io.newOutputFile(location).create()).isInstanceOf(AlreadyExistsException.class);
        try (PositionOutputStream out = io.newOutputFile(location).createOrOverwrite()) {
            out.write('b');
            assertThat(out.getPos()).isEqualTo(1);
        }
        assertThat(io.newInputFile(location).getLength()).isEqualTo(1);
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        String location = LocalFileIO.location(directory.resolve("file"));

        io.deleteFile(location);

        assertThat(io.newInputFile(location).exists()).isFalse();
        assertThatThrownBy(() -> io.newInputFile(location).newStream())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(location);
    }

    private void write(String location, String text) throws IOException {
        try (PositionOutputStream out = io.newOutputFile(location).create()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
