// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.config.ConfigDoc;
import doorstep.topics.TopicsDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedDocsTest {
    @Test
    void shouldDocumentEveryKey() throws IOException {
        assertThat(committed("config.md"))
                .as("./doorstep config --markdown > docs/config.md")
                .isEqualTo(ConfigDoc.markdown());
    }

    @Test
    void shouldDocumentEveryTopic() throws IOException {
        assertThat(committed("topics.md"))
                .as("./doorstep topics show --markdown > docs/topics.md")
                .isEqualTo(TopicsDoc.markdown());
    }

    private static String committed(String name) throws IOException {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve("doorstep")) || Files.exists(dir.resolve("docs"))) {
                return Files.readString(dir.resolve("docs").resolve(name));
            }
        }
        throw new AssertionError("no docs above " + Path.of("").toAbsolutePath());
    }
}
