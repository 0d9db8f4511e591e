// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {
    @TempDir
    private Path dir;

    static Stream<String> commands() {
        return Main.commands().stream()
                .map(it -> it.getAnnotation(CommandLine.Command.class).name());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEveryCommandWithAnExample(String command) {
        Doorstep help = Doorstep.run(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("Usage: doorstep " + command)
                .contains("Example")
                .contains("  doorstep " + command);
        assertThat(help.err()).isEmpty();
    }

    /** If a help text cannot be formatted, picocli prints a warning in addition to the help. */
    @ParameterizedTest
    @MethodSource("commands")
    void shouldHaveHelpThatCanBeFormatted(String command) {
        PrintStream stderr = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            Doorstep.run(command, "--help");
        } finally {
            System.setErr(stderr);
        }

        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldEchoNoEscapeSequenceOfAnArgument() {
        Doorstep result = Doorstep.run("rows", "\u001B]0;owned\u0007");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("\\u001B]0;owned\\u0007").doesNotContain("\u001B", "\u0007");
    }

    @Test
    void shouldRefuseTwoFormatsAtOnce() {
        Doorstep result = Doorstep.run("rows", "visit-counts", "--json", "--csv");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("mutually exclusive");
    }

    @Test
    void shouldListEveryCommand() {
        String help = Doorstep.run("--help").out();

        assertThat(commands()).allMatch(command -> help.contains("  " + command + " "));
        assertThat(help).contains("Try: doorstep demo");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldAnswerAMistakeWithOneTidyMessage(String line, String message) {
        Doorstep result = Doorstep.run(
                line.isEmpty()
                        ? new String[0]
                        : line.replace("DIR", dir.toString()).split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("\tat ", "Exception");
        assertThat(result.out()).isEmpty();
        assertThat(dir).as("a mistake starts nothing").isEmptyDirectory();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> mistakes() {
        return Stream.of(
                mistake("", "Missing required subcommand"),
                mistake("dmeo", "unknown command dmeo; did you mean demo?"),
                mistake("rows visit-counts --wndow=MONTH --data DIR", "Unknown option: '--wndow=MONTH'"),
                mistake("rows --data DIR", "Missing required parameter: 'TOPIC'"),
                mistake("rows visits --data DIR", "no topic with rows is called visits"),
                mistake("rows visit-count --data DIR", "did you mean visit-counts?"),
                mistake("rows visit-counts --window MONHT --data DIR", "did you mean MONTH?"),
                mistake(
                        "rows visit-counts --start 2024-05-33 --data DIR",
                        "'2024-05-33' is not a date such as 2024-05-31"),
                mistake("rows rejected --unit a --data DIR", "filters apply only to topics of figures"),
                mistake("watch visit-counts --breakdown mod --data DIR", "did you mean mode?"),
                mistake("worklist --limit 0 --data DIR", "--limit is 0; it must be 1 or more"),
                mistake("worklist --kind VISIT --data DIR", "expected one of [DUTY, REQUEST, SUGGESTION, CALLBACK]"),
                mistake("worklist --due-within 36h --data DIR", "write for example 0d, 3d or 14d"),
                mistake("worklist --overdue --due-within 3d --data DIR", "what is overdue does not fall due any more"),
                mistake("config --set zoen=UTC --data DIR", "did you mean zone?"),
                mistake("config --set partitions=many --data DIR", "partitions (--set): Invalid value many"),
                mistake("config --config DIR/none --data DIR", "cannot be read"),
                mistake("topics shwo --data DIR", "expected one of [SHOW, CREATE, VERIFY]"),
                mistake("catalogue check", "catalogue check needs a file"),
                mistake("catalogue show --json --yaml", "mutually exclusive"),
                mistake("catalogue show --yaml mine.yaml", "leave out mine.yaml"),
                mistake("catalogue check --json mine.yaml", "--json and --yaml are for catalogue show"),
                mistake("ingest --data DIR", "--mapping and at least one file are required"),
                mistake(
                        "ingest --data DIR --mapping m --max-bad few f",
                        "'few' is neither a number of lines such as 10"),
                mistake("ingest --data DIR --mapping m --dry-run --wait f", "--wait cannot be used with --dry-run"),
                mistake("ingest --data DIR --mapping m --timeout 1m f", "--timeout can only be used with --wait"),
                mistake("wait --data DIR --timeout soon", "'soon' is not a duration; write for example 500ms"),
                mistake("rows visit-counts --csv --excel --data DIR", "mutually exclusive"),
                mistake("standalone --data DIR --bootstrap-servers a:1", "run `doorstep run`"),
                mistake("run --data DIR --set kafka.processing.guarantee=at_least_once", "must be exactly_once_v2"),
                mistake("run --data DIR --bootstrap-servers nohost", "not host:port"));
    }

    private static org.junit.jupiter.params.provider.Arguments mistake(String line, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(line, message);
    }

    @Test
    void shouldNameAMappingThatDoesNotExist() {
        Doorstep result = Doorstep.run("ingest", "--mapping", "baltimore", "--data", dir.toString(), "f.csv");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("no such mapping file").doesNotContain("\tat ");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void shouldFailWhenMostLinesAreBadAndSendNothingInADryRun() throws IOException {
        Path mapping = Files.writeString(dir.resolve("m.yaml"), """
                doorstep: 1
                files: {format: csv}
                times: {zone: UTC, formats: yyyy-MM-dd}
                events:
                  - topic: visits
                    fields: {id: <id>, source: TEST, unit: Town, occurredAt: <day>, category: OTHER, mode: DOOR}
                """);
        Path visits = Files.writeString(dir.resolve("v.csv"), "id,day\n1,2020-01-01\n2,x\n3,y\n4,2020-01-02\n5,z\n");
        String data = dir.resolve("data").toString();

        Doorstep most = dryRun(mapping, visits, data);
        assertThat(most.code()).isEqualTo(1);
        assertThat(most.out())
                .contains("rows 5, skipped 0, bad lines 3", "doorstep.visits: 2 events, not sent (--dry-run)");
        assertThat(most.err())
                .contains("3 of 5 rows are bad, more than --max-bad 50%")
                .contains("line 3");
        assertThat(dryRun(mapping, visits, data, "--max-bad", "60%").code()).isZero();
        assertThat(dryRun(mapping, visits, data, "--max-bad", "3").code()).isZero();
        assertThat(dryRun(mapping, visits, data, "--max-bad", "2").code()).isEqualTo(1);
        assertThat(Path.of(data)).doesNotExist();
    }

    @Test
    void shouldWarnOfDutiesThatAreClosedInsteadOfVisited() throws IOException {
        Path mapping = Files.writeString(dir.resolve("m.yaml"), """
                doorstep: 1
                files: {format: csv}
                times: {zone: UTC, formats: yyyy-MM-dd}
                events:
                  - topic: commitments
                    fields: {id: <id>, source: TEST, unit: Town, occurredAt: <day>, kind: DUTY, category: DELEGATE,
                      openedAt: <day>, closedAt: <closed>}
                """);
        Path catalogue = Files.writeString(
                dir.resolve("catalogue.yaml"), "category: { DELEGATE: { en: Delegate, zh: 代表, every: 90d } }");
        Path duties = Files.writeString(dir.resolve("d.csv"), "id,day,closed\n1,2020-01-01,2020-01-02\n");
        String data = dir.resolve("data").toString();

        assertThat(dryRun(mapping, duties, data).err()).doesNotContain("WARNING");
        assertThat(dryRun(mapping, duties, data, "--set", "catalogue=" + catalogue)
                        .err())
                .contains("WARNING: duties of DELEGATE come back after each visit, but 1 are closed, with 0 visits");
    }

    private static Doorstep dryRun(Path mapping, Path file, String data, String... more) {
        return Doorstep.run(Stream.concat(
                        Stream.of("ingest", "--dry-run", "--mapping", "" + mapping, "" + file, "--data", data),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void shouldSayWhoDoesNotAnswer() {
        Doorstep result = Doorstep.run(
                "topics",
                "verify",
                "--data",
                dir.toString(),
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--set",
                "kafka.admin.default.api.timeout.ms=300",
                "--set",
                "kafka.admin.request.timeout.ms=200");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("doorstep: cannot ")
                .contains("127.0.0.1:1")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldPrintSettingsWithTheirOriginAndWithoutSecrets() throws IOException {
        Path file = Files.writeString(dir.resolve("p"), "threads=3\nkafka.sasl.jaas.config=hunter2\n");

        Doorstep result = Doorstep.run("config", "--config", file.toString(), "--set", "zone=Asia/Shanghai");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("zone = Asia/Shanghai   (--set)", "threads = 3   (" + file + ")", "commit.interval = 1s\n")
                .contains("kafka.sasl.jaas.config = (hidden)")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldReadTheSettingsOfTheDataDirectoryUnlessAClusterIsNamed() throws IOException {
        Files.writeString(dir.resolve("doorstep.properties"), "zone=Asia/Shanghai\npartitions=4\n");
        String data = dir.toString();

        assertThat(Doorstep.run("config", "--data", data, "--set", "partitions=5")
                        .out())
                .contains("zone = Asia/Shanghai", "partitions = 5");
        assertThat(Doorstep.run("config", "--data", data, "--bootstrap-servers", "a:1")
                        .out())
                .contains("zone = UTC", "partitions = 12");
    }

    @Test
    void shouldNotPutTheDemoIntoADirectoryOfSomethingElse() throws IOException {
        Files.createDirectories(dir.resolve("broker"));

        Doorstep result = Doorstep.run("demo", "--once", "--data", dir.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("does not belong to the demo");
    }

    @Test
    void shouldWriteTheSample() throws IOException {
        Doorstep result = Doorstep.run("sample", dir.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Generated data").contains("doorstep ingest --mapping");
        assertThat(Files.size(dir.resolve("visits.csv"))).isPositive();
    }
}
