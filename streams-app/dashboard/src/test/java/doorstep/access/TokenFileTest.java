// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import doorstep.question.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokenFileTest {
    private static final Instant NOW = Instant.parse("2024-05-31T12:00:00Z");
    private static final String HASH = "ab".repeat(32);

    private final Logger log = (Logger) LoggerFactory.getLogger(ReloadedFile.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void shouldHaveNoTokensWhileTheFileIsMissing() {
        TokenFile tokens = new TokenFile(file());
        assertThat(tokens.find("dst_x")).isEmpty();

        String token = new TokenStore(file()).create(Access.root(), "one", NOW);
        assertThat(tokens.find(token)).contains(Access.root());
    }

    @Test
    void shouldStartWithAnEmptyFile() throws IOException {
        Files.createFile(file());

        assertThat(new TokenFile(file()).find("dst_x")).isEmpty();
    }

    @Test
    void shouldKeepTokensWhileTheFileIsBrokenAndSaySoOnce() throws IOException {
        String token = new TokenStore(file()).create(Access.root(), "one", NOW);
        TokenFile tokens = new TokenFile(file());
        byte[] content = Files.readAllBytes(file());

        Files.write(file(), Arrays.copyOf(content, content.length / 2));
        assertThat(tokens.find(token)).isPresent();
        assertThat(tokens.find(token)).isPresent();
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage())
                .contains("tokens:1:")
                .doesNotContain(token);

        Files.write(file(), new byte[0]);
        assertThat(tokens.find(token)).isPresent();
        assertThat(lines.list).hasSize(2);

        Files.write(file(), content);
        assertThat(tokens.find(token)).isPresent();
        Files.delete(file());
        assertThat(tokens.find(token)).isEmpty();
        assertThat(lines.list).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# a comment\n",
                "\n",
                "dst_abc\t*\tx\t2024-05-31T12:00:00Z\n",
                "HASH\t*\tx\t2024-05-31T12:00:00Z",
                "HASH\t*\tx\t2024-05-31\n",
                "HASH\tcity/\tx\t2024-05-31T12:00:00Z\n",
                "HASH\t*\ta b\t2024-05-31T12:00:00Z\n",
                "HASH\t*\tx\t2024-05-31T12:00:00Z\tmore\n",
                "HASH\t*\tx\t2024-05-31T12:00:00Z\r\n",
                "HASH\t*\tvalid\t2024-05-31T12:00:00Z\n"
            })
    void shouldRefuseUnknownLinesWithFileAndNumber(String line) throws IOException {
        String valid = HASH + "\t*\tvalid\t2024-05-31T12:00:00Z\n";
        Files.writeString(file(), valid + line.replace("HASH", "cd".repeat(32)));

        assertThatThrownBy(() -> new TokenFile(file()))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining(file() + ":2: ")
                .hasMessageNotContaining("dst_abc");
    }

    @Test
    void shouldRefuseAFileThatIsNotUtf8() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xFF, '\n'}, StandardOpenOption.CREATE);

        assertThatThrownBy(() -> new TokenFile(file())).hasMessageContaining("not UTF-8");
    }

    private Path file() {
        return directory.resolve("tokens");
    }
}
