// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static doorstep.ingest.ImportFixture.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good and bad rows, conditions, options and progress. */
class ImporterTest {
    @TempDir
    private Path folder;

    private ImportFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ImportFixture(folder);
    }

    @Test
    void shouldMakeEventsOfGoodRowsAndReportBadOnes() {
        ImportResult result = fixture.run(RATINGS, fixture.file("a.csv", """
                        no,unit,day,stars
                        1,A,2020-01-01,5
                        2,A,2020-01-01,6
                        3,,2020-01-01,5
                        4,A,1999-12-31,5
                        5,A,2031-01-01,5
                        ,A,2020-01-01,5
                        7,A,2020-01-01
                        8,A,2020-01-01,5,,
                        9,A,2020-01-01,5,x
                        10,*,2020-01-01,5
                        11,A,today,5

                        12,A,2020-01-01,1
                        """));
        assertThat(fixture.events.feedback())
                .extracting(Feedback::getId, Feedback::getScore)
                .containsExactly(tuple("1", 5), tuple("8", 5), tuple("12", 1));
        assertThat(fixture.faults())
                .containsExactly(
                        "line 3, column stars: score: not on STARS_5 (1 to 5)",
                        "line 4, column unit: unit: empty",
                        "line 5, column day: occurredAt: before 2000-01-01T00:00:00Z",
                        "line 6, column day: occurredAt: in the future",
                        "line 7, column no: id: empty",
                        "line 8: 3 columns instead of 4",
                        "line 10: 5 columns instead of 4",
                        "line 11, column unit: unit: segment 1 is a reserved name",
                        "line 12, column day: occurredAt: not a time in a format of the mapping");
        assertThat(result.rows()).isEqualTo(12);
        assertThat(result.badLines()).isEqualTo(9);
        assertThat(result.events()).containsExactly(Map.entry(Topics.FEEDBACK, 3L));
        assertThat(result.stopped()).isFalse();
    }

    @Test
    void shouldStopAtTheFirstBadLineIfStrict() {
        Path file = fixture.file(
                "a.csv", "no,unit,day,stars\n1,A,2020-01-01,5\n2,A,2020-01-01,9\n3,A,2020-01-01,9\n4,A,2020-01-01,1\n");
        ImportResult result = fixture.run(
                ImportFixture.mapping(RATINGS), ImportOptions.defaults().withStrict(true), file, file);
        assertThat(result.stopped()).isTrue();
        assertThat(fixture.badLines).hasSize(1);
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1");
    }

    @Test
    void shouldListBadLinesInTheRejectsFile() throws IOException {
        Path rejects = folder.resolve("rejects.csv");
        Path file = fixture.file("a,b.csv", "no,unit,day,stars\n1,A,2020-01-01,9\n");
        ImportOptions options = ImportOptions.defaults().withRejects(rejects);
        fixture.run(ImportFixture.mapping(RATINGS), options, file);
        assertThat(rejects)
                .hasContent("file,line,column,reason\n\"" + file + "\",2,stars,score: not on STARS_5 (1 to 5)");

        Path good = fixture.file("good.csv", "no,unit,day,stars\n1,A,2020-01-01,5\n");
        fixture.run(ImportFixture.mapping(RATINGS), options, good);
        assertThat(rejects).doesNotExist();
    }

    @Test
    void shouldNotOverwriteAFileThatIsNoRejectsFile() throws IOException {
        Path file = fixture.file("a.csv", "no,unit,day,stars\n1,A,2020-01-01,9\n");
        Path precious = fixture.file("precious.txt", "file,line");
        Mapping mapping = ImportFixture.mapping(RATINGS);
        ImportOptions defaults = ImportOptions.defaults();
        assertThatThrownBy(() -> fixture.run(mapping, defaults.withRejects(precious), file))
                .hasMessageContaining("is not a rejects file");
        assertThatThrownBy(() -> fixture.run(mapping, defaults.withRejects(file), file))
                .hasMessageContaining("name another rejects file");
        assertThat(Files.readString(precious)).isEqualTo("file,line");
        assertThat(fixture.events.all).isEmpty();
    }

    @Test
    void shouldSendAllEventsOfARowOrNone() {
        String mapping = """
                doorstep: 1
                files: {format: csv}
                common: {id: <no>, source: TEST, unit: A, occurredAt: <at>}
                events:
                  - topic: visits
                    fields: {category: OTHER, mode: DOOR, people: <people>}
                  - topic: feedback
                    when: {from: <stars>, present: true}
                    fields:
                      kind: RATING
                      channel: DOOR
                      scale: STARS_5
                      score: <stars>
                      about: {type: VISIT, id: <no>}
                """;
        ImportResult result = fixture.run(mapping, fixture.file("a.csv", """
                        no,at,people,stars
                        1,2020-01-01T00:00Z,2,5
                        2,2020-01-01T00:00Z,2,9
                        3,2020-01-01T00:00Z,x,5
                        4,2020-01-01T00:00Z,4,
                        """));
        assertThat(fixture.events.visits()).extracting(Visit::getId).containsExactly("1", "4");
        assertThat(fixture.events.feedback())
                .extracting(Feedback::getId, feedback -> feedback.getAbout().getId())
                .containsExactly(tuple("1", "1"));
        assertThat(result.badLines()).isEqualTo(2);
        assertThat(result.allEvents()).isEqualTo(3);
    }

    @Test
    void shouldSkipRowsForWhichNoConditionHolds() {
        String mapping = RATINGS.replace("events:", """
                when:
                  - {from: <stars>, not: ["9", "-"]}
                  - any: [{from: <unit>, is: A}, {from: <unit>, matches: "B.*"}, {from: <day>, present: false}]
                events:""");
        ImportResult result = fixture.run(mapping, fixture.file("a.csv", """
                        no,unit,day,stars
                        1,A,2020-01-01,5
                        2,A,2020-01-01,9
                        3,B2,2020-01-01,4
                        4,C,2020-01-01,3
                        5,A,2020-01-01,-
                        6,C,,3
                        """));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "3");
        assertThat(result.skipped()).isEqualTo(3);
        assertThat(fixture.faults()).containsExactly("line 7, column day: occurredAt: empty");
    }

    @Test
    void shouldGiveTheSameEventsOnEveryMachine() {
        String mapping = RATINGS.replace("channel: WEB", "channel: {from: <unit>, as: code}")
                .replace("{zone: UTC}", "{zone: America/Chicago, formats: [dd MMM yyyy]}");
        Path file = fixture.file("a.csv", "no,unit,day,stars\n1,istanbul,12 may 2020,5\n2,İ,01 Dec 2020,YES\n");
        fixture.run(mapping, file);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        ImportFixture elsewhere = new ImportFixture(folder);
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            elsewhere.run(mapping, file);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(elsewhere.badLines).hasSize(1).isEqualTo(fixture.badLines);
        assertThat(elsewhere.events.all).hasSize(1).isEqualTo(fixture.events.all);
        assertThat(elsewhere.events.feedback().get(0).getChannel()).isEqualTo("ISTANBUL");
    }

    @Test
    void shouldReportHowFarItIs() throws IOException {
        StringBuilder rows = new StringBuilder("no,unit,day,stars\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append(",A,2020-01-01,5\n");
        }
        Path first = fixture.file("a.csv", rows.toString());
        Path second =
                fixture.file("b.csv.gz", ImportFixture.gzip(rows.toString().getBytes(StandardCharsets.UTF_8)));
        fixture.run(RATINGS, first, second);
        assertThat(fixture.progress).hasSizeGreaterThan(10);
        ImportListener.Progress last = fixture.progress.get(fixture.progress.size() - 1);
        long total = Files.size(first) + Files.size(second);
        assertThat(last)
                .isEqualTo(new ImportListener.Progress(
                        second.toString(), total, OptionalLong.of(total), 10_000, 10_000, 0));
        assertThat(fixture.progress)
                .extracting(ImportListener.Progress::bytesRead)
                .isSorted();
    }

    @Test
    void shouldNeverQuoteALine() throws IOException {
        String secret = "Maria Silva";
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder("no,unit,day,stars\n");
        List<String> values = List.of(
                secret,
                "\"" + secret + "\"",
                "\"" + secret,
                secret + "\"x",
                "",
                "\u0000" + secret,
                "2020-01-01",
                secret + "\uD800",
                "*",
                "a/" + secret + "/",
                "\"" + secret + "\"" + secret,
                secret.repeat(30));
        for (int i = 0; i < 2_000; i++) {
            for (int column = 0; column < 4; column++) {
                rows.append(values.get(random.nextInt(values.size()))).append(column < 3 ? "," : "\n");
            }
        }
        Path rejects = folder.resolve("rejects.csv");
        fixture.run(
                ImportFixture.mapping(RATINGS.replace("format: csv", "format: csv, max-line: 900")),
                ImportOptions.defaults().withRejects(rejects),
                fixture.file("a.csv", rows.toString()));
        fixture.run(
                ImportFixture.mapping(RATINGS.replace("format: csv", "format: jsonl")),
                ImportOptions.defaults(),
                fixture.file(
                        "a.jsonl", "{\"no\":\"" + secret + "\n[\"" + secret + "\"]\n{\"stars\":\"" + secret + "\"}\n"));
        assertThat(fixture.badLines).hasSizeGreaterThan(1_000);
        assertThat(fixture.badLines)
                .as("seed %d", seed)
                .noneMatch(line -> line.toString().toLowerCase(Locale.ROOT).contains("maria"));
        assertThat(Files.readString(rejects)).as("seed %d", seed).doesNotContainIgnoringCase("maria");
    }
}
