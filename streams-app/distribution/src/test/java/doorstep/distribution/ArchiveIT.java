// SPDX-License-Identifier: Apache-2.0
package doorstep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks and starts the archive as a user without Maven would. */
class ArchiveIT {
    @TempDir
    private static Path dir;

    private static Path home;

    private record Result(int code, String text) {}

    @BeforeAll
    static void unpack() throws Exception {
        assertThat(run(Map.of(), "tar", "-xzf", System.getProperty("doorstep.archive"), "-C", dir.toString())
                        .code())
                .isZero();
        try (Stream<Path> entries = Files.list(dir)) {
            home = entries.filter(Files::isDirectory).toList().get(0);
        }
    }

    @Test
    void shouldStartWithoutMaven() throws Exception {
        Path tools = Files.createDirectory(dir.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Map<String, String> environment =
                Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home"));

        Result version = run(environment, home.resolve("doorstep").toString(), "--version");
        assertThat(version.text()).matches("doorstep \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?, .*commit.*\\R");
        Result config = run(environment, home.resolve("doorstep").toString(), "config", "--set", "zone=Europe/Berlin");
        assertThat(config.text()).contains("zone = Europe/Berlin");
        Result torture = run(environment, home.resolve("doorstep").toString(), "torture");
        assertThat(torture.code()).isEqualTo(1);
        assertThat(torture.text()).contains("torture is not part of a release");
    }

    /** The embedded broker and its jars are complete. */
    @Test
    void shouldRunTheBrokerOfOneMachine() throws Exception {
        Result topics = run(
                Map.of(),
                home.resolve("doorstep").toString(),
                "topics",
                "create",
                "--data",
                dir.resolve("data").toString(),
                "--set",
                "partitions=1");

        assertThat(topics.code()).as(topics.text()).isZero();
    }

    @Test
    void shouldHoldWhatItsLinksAndLicencesAskFor() {
        for (String file : List.of(
                "README.md",
                "CHANGELOG.md",
                "RATIONALE.md",
                "LICENSE",
                "NOTICE",
                "doorstep.cdx.json",
                "docs/upgrades.md",
                "docker/kubernetes/base/kustomization.yaml")) {
            assertThat(home.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void shouldNameEveryJarInTheBillOfMaterials() throws IOException {
        String bom = Files.readString(home.resolve("doorstep.cdx.json"));
        List<String> jars = new ArrayList<>();
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            lib.forEach(jar -> jars.add(jar.getFileName().toString().replaceFirst("-\\d.*", "")));
        }

        assertThat(jars).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(bom)
                .contains("\"name\" : \"" + name + "\""));
    }

    private static Result run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }
}
