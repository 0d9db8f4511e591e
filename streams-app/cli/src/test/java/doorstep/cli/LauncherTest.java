// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the launcher script in an empty copy of the source tree, with stubs of java and mvn that only print their
 * arguments.
 */
class LauncherTest {
    private static final String JAR = "streams-app/cli/target/doorstep-cli.jar";

    @TempDir
    private Path dir;

    private Path home;
    private Path jdk;
    private Path bin;
    private String options = "-Xmx1g";

    private record Result(int code, String text) {}

    @BeforeEach
    void makeTree() throws IOException {
        home = Files.createDirectories(dir.resolve("a home"));
        Files.copy(launcher(), home.resolve("doorstep"));
        executable(home.resolve("doorstep"));
        for (String file : List.of("pom.xml", "schemas/pom.xml", "streams-app/cli/src/main/Main.java")) {
            source(file, Instant.now().minusSeconds(3_600));
        }
        jdk = dir.resolve("jdk");
        script(jdk.resolve("bin/java"), "for arg; do echo \"java:$arg\"; done");
        release("17.0.15");
        bin = Files.createDirectories(dir.resolve("bin"));
        script(bin.resolve("mvn"), "echo \"mvn:$*\"; mkdir -p streams-app/cli/target; : > " + JAR);
    }

    @Test
    void shouldBuildWhenThereIsNothingToStart() throws Exception {
        Result result = run(home.resolve("doorstep"), "demo");

        assertThat(result.code()).isZero();
        assertThat(result.text())
                .contains("doorstep: building", "mvn:-q -B -Dquick -DskipTests package -pl streams-app/cli -am")
                .contains("java:-jar\njava:" + home.toRealPath().resolve(JAR) + "\njava:demo\n");
        assertThat(run(home.resolve("doorstep"), "demo").text()).doesNotContain("mvn:");
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewerAndNotForATest() throws Exception {
        source(JAR, Instant.now().minusSeconds(60));
        assertThat(run(home.resolve("doorstep"), "x").text()).doesNotContain("mvn:");

        source("streams-app/cli/src/test/SomeTest.java", Instant.now());
        source("streams-app/cli/target/classes/Main.class", Instant.now());
        assertThat(run(home.resolve("doorstep"), "x").text()).doesNotContain("mvn:");

        source("streams-app/cli/src/main/Main.java", Instant.now());
        assertThat(run(home.resolve("doorstep"), "x").text()).contains("mvn:");
    }

    @Test
    void shouldBuildTheBenchForThoseWhoAskForItAndItsPeersLikewise() throws Exception {
        script(
                bin.resolve("mvn"),
                "echo \"mvn:$*\"; for m in bench bench-peers; do mkdir -p streams-app/$m/target; done");

        Result bench = run(home.resolve("doorstep"), "bench", "--events", "5");
        assertThat(bench.text())
                .contains("mvn:-q -B -Dquick -DskipTests package -pl streams-app/bench -am")
                .doesNotContain("bench-peers")
                .endsWith("doorstep-bench.jar\njava:--events\njava:5\n");

        Result peers = run(home.resolve("doorstep"), "bench", "--peers");
        assertThat(peers.text())
                .contains("mvn:-q -B -Dquick -DskipTests -Ppeers package -pl streams-app/bench-peers -am")
                .contains("java:-Ddoorstep.peers=" + home.toRealPath()
                        + "/streams-app/bench-peers/target/doorstep-bench-peers.jar\n")
                .endsWith("doorstep-bench.jar\njava:--peers\n");
        assertThat(run(home.resolve("doorstep"), "bench", "--peers").text()).doesNotContain("mvn:");
    }

    @Test
    void shouldStartThroughSymlinksWithArgumentsAsTheyAre() throws Exception {
        source(JAR, Instant.now());
        Path first = Files.createSymbolicLink(dir.resolve("first"), Path.of("a home", "doorstep"));
        Path second = Files.createSymbolicLink(bin.resolve("second"), first);

        Result result = run(second, "rows", "a topic", "*", "");

        assertThat(result.text())
                .endsWith("java:" + home.toRealPath().resolve(JAR) + "\njava:rows\njava:a topic\njava:*\njava:\n");
    }

    @Test
    void shouldPassOptionsToTheJvm() throws Exception {
        source(JAR, Instant.now());

        assertThat(run(home.resolve("doorstep"), "run").text())
                .contains(
                        "java:-XX:+UseParallelGC\n",
                        "java:-XX:MaxNewSize=384m\n",
                        "java:-XX:FreqInlineSize=100\n",
                        "java:-Xmx1g\n");
    }

    @Test
    void shouldArchiveClassesOnceAfterEachBuild() throws Exception {
        source(JAR, Instant.now().minusSeconds(60));
        String archive = home.toRealPath() + "/streams-app/cli/target/doorstep-cli-17.0.15.jsa\n";

        assertThat(run(home.resolve("doorstep"), "config").text()).doesNotContain(".jsa");
        assertThat(run(home.resolve("doorstep"), "rows").text()).contains("java:-XX:ArchiveClassesAtExit=" + archive);

        source("streams-app/cli/target/doorstep-cli-17.0.15.jsa", Instant.now().minusSeconds(30));
        for (String command : List.of("rows", "config")) {
            assertThat(run(home.resolve("doorstep"), command).text())
                    .contains("java:-XX:SharedArchiveFile=" + archive, "java:-Xlog:disable\n");
        }
        assertThat(run(home.resolve("doorstep"), "run").text()).doesNotContain(".jsa");

        source(JAR, Instant.now());
        assertThat(run(home.resolve("doorstep"), "rows").text()).contains("java:-XX:ArchiveClassesAtExit=" + archive);
        release("25");
        assertThat(run(home.resolve("doorstep"), "rows").text())
                .contains("ArchiveClassesAtExit", "doorstep-cli-25.jsa");
    }

    @Test
    void shouldLeaveTheChoiceOfACollector() throws Exception {
        source(JAR, Instant.now());
        options = "-XX:+UseG1GC";

        for (String command : List.of("run", "rows")) {
            assertThat(run(home.resolve("doorstep"), command).text())
                    .contains("java:-XX:+UseG1GC\n")
                    .doesNotContain("ParallelGC", "SerialGC");
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        release("11.0.2");
        Result old = run(home.resolve("doorstep"), "demo");
        assertThat(old.code()).isEqualTo(1);
        assertThat(old.text()).contains("Java 17 or newer is needed", "11.0.2");

        release("25");
        Files.delete(bin.resolve("mvn"));
        Result noMaven = run(home.resolve("doorstep"), "demo");
        assertThat(noMaven.code()).isEqualTo(1);
        assertThat(noMaven.text()).contains("no mvn found");

        Files.delete(jdk.resolve("bin/java"));
        assertThat(run(home.resolve("doorstep"), "demo").text()).contains("no java found");
    }

    @Test
    void shouldStartAReleaseWithoutMaven() throws Exception {
        Files.delete(home.resolve("pom.xml"));
        Files.delete(bin.resolve("mvn"));
        source("doorstep-cli.jar", Instant.now());

        assertThat(run(home.resolve("doorstep"), "run").text())
                .contains("java:-XX:+UseParallelGC\n")
                .endsWith("java:-jar\njava:" + home.toRealPath() + "/doorstep-cli.jar\njava:run\n");
        Result torture = run(home.resolve("doorstep"), "torture");
        assertThat(torture.code()).isEqualTo(1);
        assertThat(torture.text()).contains("torture is not part of a release");
    }

    @Test
    void shouldPassOnAFailedBuild() throws Exception {
        script(bin.resolve("mvn"), "echo broken; exit 1");

        Result result = run(home.resolve("doorstep"), "demo");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.text()).contains("broken", "the build failed").doesNotContain("java:");
    }

    private Result run(Path launcher, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        // The system tools that the launcher itself needs; mvn is not among them.
        Path tools = Files.createDirectories(dir.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "find", "head", "touch", "mkdir")) {
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, which(tool));
            }
        }
        environment.put("PATH", bin + ":" + tools);
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("DOORSTEP_OPTS", options);
        environment.remove("MAVEN_ARGS");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private static Path which(String tool) {
        for (String dir : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(dir, tool))) {
                return Path.of(dir, tool);
            }
        }
        throw new AssertionError("no " + tool + " on the path");
    }

    private void release(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private void source(String file, Instant at) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(at.plus(Duration.ofSeconds(2))));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path launcher() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("doorstep"))) {
                return at.resolve("doorstep");
            }
        }
        throw new AssertionError("no launcher above " + Path.of("").toAbsolutePath());
    }
}
