// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the log output of an instance with the image's logging configuration, without a container. */
class ImageLogsTest {
    private static final String RECORD =
            "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d) (INFO |WARN |ERROR) \\[.+] \\S+ - .+";

    @TempDir
    private Path dir;

    @Test
    void shouldWriteJsonToTheConsoleAndToTheFile() throws Exception {
        ObjectMapper json = new ObjectMapper();

        for (List<String> lines : List.of(runInVain("json"), file())) {
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                JsonNode record = json.readTree(line);
                assertThat(record.get("level").asText()).isIn("INFO", "WARN", "ERROR");
                assertThat(record.get("message").asText()).isNotEmpty();
            });
        }
    }

    @Test
    void shouldWriteTextToTheConsoleAndToTheFile() throws Exception {
        for (List<String> lines : List.of(runInVain("text"), file())) {
            assertThat(lines)
                    .isNotEmpty()
                    .anyMatch(line -> line.matches(RECORD))
                    .noneMatch(line -> line.contains("PARSER_ERROR"));
        }
    }

    @Test
    void shouldNotStartWithAFormatThatItDoesNotKnow() throws Exception {
        assertThat(start("xml").waitFor()).isEqualTo(2);
        assertThat(dir.resolve("err")).hasContent("doorstep: DOORSTEP_LOG is 'xml'; it must be text or json");
    }

    /** @return the standard output of an instance without brokers */
    private List<String> runInVain(String format) throws IOException, InterruptedException {
        Process process = start(format);
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isEqualTo(1);
        return lines;
    }

    private Process start(String format) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:TieredStopAtLevel=1"));
        command.add("-Dlogback.configurationFile=" + DoorstepImage.root().resolve("docker/image/logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
        command.addAll(List.of("--data", dir.toString(), "--bootstrap-servers", "127.0.0.1:1"));
        command.addAll(List.of("--set", "kafka.admin.default.api.timeout.ms=1500"));
        command.addAll(List.of("--set", "kafka.admin.request.timeout.ms=500"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(dir.resolve("err").toFile());
        builder.environment().put("DOORSTEP_LOG", format);
        return builder.start();
    }

    private List<String> file() throws IOException {
        return Files.readAllLines(dir.resolve("logs/run.log"));
    }
}
