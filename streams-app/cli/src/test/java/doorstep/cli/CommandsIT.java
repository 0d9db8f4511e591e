// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.broker.DataDirectory;
import doorstep.fixtures.ShortWaits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands as a user types them, on a separate data directory. */
class CommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path sample;

    private static Path suggestions;
    private static Path mapping;

    @TempDir
    private Path dir;

    private final List<Process> processes = new ArrayList<>();
    private String data;

    @BeforeAll
    static void writeSample() {
        assertThat(Doorstep.run("sample", sample.toString()).code()).isZero();
        suggestions = sample.resolve("suggestions.csv");
        mapping = sample.resolve("suggestions.yaml");
    }

    @BeforeEach
    void chooseData() {
        data = dir.resolve("data").toString();
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldCountAFileAndChangeNothingWhenItIsImportedAgain() throws IOException {
        ingest();
        count();
        String before = rows("--json");

        JsonNode year =
                row(rows("--json", "--unit", "*", "--window", "YEAR", "--breakdown", "none", "--start", "2011-01-01"));
        assertThat(year.path("suggestions").asInt()).isEqualTo(251);
        assertThat(year.path("end").asText()).isEqualTo("2011-12-31");

        try (DataDirectory oneBrokerForAll = DataDirectory.open(Path.of(data), 0)) {
            assertThat(oneBrokerForAll.joined()).isFalse();
            assertThat(run("rows", "progress").err())
                    .contains("; all input is in the rows", "Service levels and worklist agree. Open: nothing");
            assertThat(run("wait").code()).isZero();
            ingest();
            assertThat(run("rows", "feedback-counts").err())
                    .contains("not in the rows yet, at most: 269 records to read");
            assertThat(run("rejects").err()).contains("at most 269 records are not read yet");
            Doorstep late = run("wait", "--timeout", "500ms");
            assertThat(late.code()).isEqualTo(Main.TIMED_OUT);
            assertThat(late.err()).contains("Waiting: 269 records to read", "Timed out: 269 records to read");
            count();
            assertThat(rows("--json")).isEqualTo(before);

            Doorstep csv = run("rows", "doorstep.feedback-counts", "--csv", "--unit", "*", "--window", "EVER");
            assertThat(csv.out()).startsWith("unit,breakdown,value,facet,window,start,end,ratings,");
            assertThat(csv.err())
                    .contains("as-of 2011-07-18 23:59 Asia/Shanghai")
                    .contains("later than as-of: nothing; all input is in the rows");
            Doorstep utc = run("rows", "visit-counts", "--set", "zone=UTC");
            assertThat(utc.code()).isZero();
            assertThat(utc.err())
                    .contains("zone is 'UTC' here (--set)", "'Asia/Shanghai'", "as-of 2011-07-18 23:59 Asia/Shanghai");
            assertThat(run("topics", "verify").code()).isZero();
            assertThat(run("rows", "rejected").err()).contains("0 rows");
        }
    }

    @Test
    void shouldCompareYearsInTheZoneOfTheFigures() throws IOException {
        Path visits = Files.writeString(dir.resolve("visits.csv"), """
                id,date
                V-1,2010-07-17 12:00
                V-2,2010-07-18 12:00
                V-3,2011-07-01 12:00
                """);
        Path visitsMapping = Files.writeString(dir.resolve("visits.yaml"), """
                doorstep: 1
                files: {format: csv}
                times: {zone: Asia/Shanghai, formats: yyyy-MM-dd HH:mm}
                events:
                  - topic: visits
                    fields: {id: <id>, source: TEST, unit: Town, occurredAt: <date>, category: OTHER, mode: DOOR}
                """);
        assertThat(run("ingest", "--mapping", visitsMapping.toString(), visits.toString())
                        .code())
                .isZero();
        Doorstep absent = run("rows", "visit-counts");
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.err()).contains("doorstep.settings is empty", "has not committed yet");
        // This as-of is on the 18th in Shanghai, but on the 17th in UTC.
        Doorstep counted =
                run("standalone", "--once", "--set", "zone=Asia/Shanghai", "--set", "as-of=2011-07-18T06:00");
        assertThat(counted.code()).as(counted.err()).isZero();

        Doorstep rows = run(
                "rows",
                "visit-counts",
                "--compare",
                "--json",
                "--unit",
                "*",
                "--window",
                "YEAR",
                "--start",
                "2011-01-01",
                "--breakdown",
                "none");

        assertThat(rows.code()).as(rows.err()).isZero();
        assertThat(row(rows.out()).path("visitsLastYear").asInt()).isEqualTo(2);
    }

    @Test
    void shouldSayWhichTopicIsMissing() {
        Doorstep rows = run("rows", "visit-counts");

        assertThat(rows.code()).isEqualTo(1);
        assertThat(rows.err()).contains("the topic doorstep.settings does not exist");
    }

    @Test
    void shouldRefuseADirectoryCountedWithOtherSettings() {
        ingest();
        count();

        Doorstep other = run("standalone", "--once", "--set", "zone=America/Chicago");

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("zone", "rebuild").doesNotContain("\tat ");

        Doorstep otherFigures = run("standalone", "--once", "--set", "zone=Asia/Shanghai", "--set", "answers.min=5");

        assertThat(otherFigures.code()).isEqualTo(1);
        assertThat(otherFigures.err()).contains("CHANGED_MEANING", "answers.min was '10' and is '5'");

        Doorstep earlier =
                run("standalone", "--once", "--set", "zone=Asia/Shanghai", "--set", "as-of=2011-07-17T23:59");

        assertThat(earlier.code()).isEqualTo(1);
        assertThat(earlier.err()).contains("as-of", "rebuild").doesNotContain("\tat ");
    }

    @Test
    void shouldFollowATopicAndStopPolitely() throws Exception {
        run("topics", "create");
        Process standalone = start("standalone", "--set", "zone=Asia/Shanghai", "--set", "as-of=2011-07-18T23:59");
        lineOf(standalone.errorReader(), line -> line.startsWith("Broker "));
        awaitFirstCommit();
        Process watch = start("watch", "feedback-counts", "--json", "--unit", "*", "--window", "YEAR");
        lineOf(watch.errorReader(), line -> line.contains("Ctrl-C stops"));

        ingest();

        JsonNode row = JSON.readTree(lineOf(watch.inputReader(), line -> line.contains("\"window\":\"YEAR\"")));
        assertThat(row.path("unit").asText()).isEqualTo("*");
        assertThat(row.path("suggestions").asInt()).isPositive();
        watch.destroy();
        assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
        standalone.destroy();
        assertThat(standalone.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Path.of(data, "broker.address")).doesNotExist();
    }

    @Test
    void shouldReturnWhenWhatWasSentIsInTheRows() throws Exception {
        run("topics", "create");
        Doorstep alone = run("ingest", "--wait", "--mapping", mapping.toString(), suggestions.toString());
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.err()).contains("no pipeline runs on the data directory", "doorstep standalone");
        Process standalone = start("standalone", "--set", "zone=Asia/Shanghai", "--set", "as-of=2011-07-18T23:59");
        lineOf(standalone.errorReader(), line -> line.startsWith("Broker "));

        Doorstep ingest = run("ingest", "--wait", "--mapping", mapping.toString(), suggestions.toString());

        assertThat(ingest.code()).as(ingest.err()).isZero();
        assertThat(ingest.err()).contains("Everything is in the rows.");
        JsonNode year =
                row(rows("--json", "--unit", "*", "--window", "YEAR", "--breakdown", "none", "--start", "2011-01-01"));
        assertThat(year.path("suggestions").asInt()).isEqualTo(251);
        assertThat(run("wait", "--timeout", "2m").code()).isZero();
        standalone.destroy();
        assertThat(standalone.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldImportWhatAPipeBrings() throws Exception {
        run("topics", "create");
        Process ingest = start("ingest", "--mapping", mapping.toString(), "-");
        try (OutputStream pipe = ingest.getOutputStream()) {
            pipe.write(Files.readAllBytes(suggestions));
        }

        assertThat(lineOf(ingest.inputReader(), line -> line.contains("acknowledged")))
                .isEqualTo("doorstep.feedback: 269 events, 269 acknowledged");
        assertThat(ingest.waitFor()).isZero();
    }

    @Test
    void shouldWorkWithoutTheBrokersJarsOnAClusterThatRuns() throws Exception {
        Process standalone = start("standalone");
        String servers = lineOf(standalone.errorReader(), line -> line.startsWith("Broker "))
                .replaceAll("Broker ([^,]*),.*", "$1");

        Process verify = startWithoutBroker("topics", "verify", "--bootstrap-servers", servers);
        assertThat(lineOf(verify.inputReader(), line -> true)).isEqualTo("all topics are valid");
        assertThat(verify.waitFor()).isZero();

        awaitFirstCommit();
        Process rows = startWithoutBroker("rows", "visit-counts", "--bootstrap-servers", servers);
        assertThat(lineOf(rows.errorReader(), line -> true)).contains("doorstep.visit-counts, 0 rows");
        assertThat(rows.waitFor()).isZero();

        Process alone = startWithoutBroker(
                "rows", "visit-counts", "--data", dir.resolve("other").toString());
        assertThat(lineOf(alone.errorReader(), line -> true)).contains("this installation has no broker");
        assertThat(alone.waitFor()).isEqualTo(1);
    }

    /** Waits for the first commit of the pipeline that runs on the directory. */
    private void awaitFirstCommit() {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        Doorstep rows = run("rows", "visit-counts");
        while (rows.err().contains("has not committed yet") && System.nanoTime() < deadline) {
            rows = run("rows", "visit-counts");
        }
        assertThat(rows.code()).as(rows.err()).isZero();
    }

    private void ingest() {
        Doorstep ingest = run("ingest", "--mapping", mapping.toString(), suggestions.toString());
        assertThat(ingest.code()).as(ingest.err()).isZero();
        assertThat(ingest.out()).contains("doorstep.feedback: 269 events, 269 acknowledged");
    }

    private void count() {
        Doorstep standalone =
                run("standalone", "--once", "--set", "zone=Asia/Shanghai", "--set", "as-of=2011-07-18T23:59");
        assertThat(standalone.code()).as(standalone.err()).isZero();
    }

    private String rows(String... options) {
        List<String> args = new ArrayList<>(List.of("rows", "feedback-counts"));
        args.addAll(List.of(options));
        Doorstep rows = run(args.toArray(String[]::new));
        assertThat(rows.code()).as(rows.err()).isZero();
        return rows.out();
    }

    private static JsonNode row(String json) throws IOException {
        assertThat(json.lines()).hasSize(1);
        return JSON.readTree(json);
    }

    private String[] withData(String... args) {
        return Stream.of(
                        Arrays.stream(args),
                        Stream.of("--data", data, "--set", "partitions=2"),
                        ShortWaits.SETTINGS.entrySet().stream()
                                .flatMap(it -> Stream.of("--set", it.getKey() + "=" + it.getValue())))
                .flatMap(it -> it)
                .toArray(String[]::new);
    }

    private Doorstep run(String... args) {
        return Doorstep.run(withData(args));
    }

    private Process start(String... args) throws IOException {
        return launch(System.getProperty("java.class.path"), withData(args));
    }

    /** Starts a process whose class path lacks the broker, like that of the container image. */
    private Process startWithoutBroker(String... args) throws IOException {
        Predicate<String> isOfBroker = jar -> jar.matches(
                ".*/(kafka_2|kafka-(metadata|server|storage|raft|group|transaction|share|coordinator)|scala).*\\.jar");
        List<String> jars = Arrays.asList(System.getProperty("java.class.path").split(":"));
        assertThat(jars).as("the test removes something").anyMatch(isOfBroker);
        // The packaged jar refers to the others in its manifest; a directory of classes does not.
        String classPath = jars.stream()
                .filter(isOfBroker.negate())
                .map(jar -> jar.matches(".*/doorstep-cli\\.jar") ? "target/classes" : jar)
                .collect(Collectors.joining(":"));
        List<String> all = new ArrayList<>(List.of(args));
        if (!all.contains("--data")) {
            all.addAll(List.of("--data", dir.resolve("client").toString(), "--set", "partitions=2"));
        }
        return launch(classPath, all.toArray(String[]::new));
    }

    private Process launch(String classPath, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    /** The first line that matches; fails if there is none within a minute or the stream ends. */
    private static String lineOf(BufferedReader reader, Predicate<String> wanted) throws Exception {
        List<String> others = new ArrayList<>();
        CompletableFuture<String> found = CompletableFuture.supplyAsync(() -> reader.lines()
                .peek(others::add)
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the output ended after " + others)));
        return found.get(90, TimeUnit.SECONDS);
    }
}
