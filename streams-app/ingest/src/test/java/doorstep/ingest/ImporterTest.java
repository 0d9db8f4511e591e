package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImporterTest {
    /** A mapping for ratings in a CSV file with the columns no, unit, day, stars. */
    private static final String RATINGS = """
            doorstep: 1
            files: {format: csv}
            times: {zone: UTC}
            events:
              - topic: feedback
                fields:
                  id: <no>
                  source: TEST
                  unit: <unit>
                  occurredAt: <day>
                  kind: RATING
                  channel: WEB
                  scale: STARS_5
                  score: <stars>
            """;

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
    void shouldShowNothingOfTheFirstRowOfAFileWithoutHeader() {
        Path headless = fixture.file("headless.csv", "Erika Mustermann,+49 30 1234567,2020-01-01,day1\n");

        assertThatThrownBy(() -> fixture.run(RATINGS, headless))
                .isInstanceOf(ImportException.class)
                .hasMessageStartingWith(headless + ": no column \"")
                .hasMessageEndingWith(
                        "\", which the mapping needs, nor any other that it needs; if the first line is not"
                                + " a header, set `header: false` and name the `columns` in the mapping");
    }

    @Test
    void shouldCheckEveryFileBeforeTheFirstEvent() {
        Path good = fixture.file("good.csv", "no,unit,day,stars\n1,A,2020-01-01,5\n");
        Path other = fixture.file("other.csv", "no,unit,date,stars\n1,A,2020-01-01,5\n");
        Path semicolons = fixture.file("semicolons.csv", "no;unit;day;stars\n1;A;2020-01-01;5\n");
        Path twice = fixture.file("twice.csv", "no,unit,day,stars,day\n1,A,2020-01-01,5,x\n");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, other))
                .isInstanceOf(ImportException.class)
                .hasMessage(other + ": no column \"day\", which the mapping needs; did you mean \"date\"?");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, semicolons)).hasMessageContaining("is `delimiter` right?");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, twice)).hasMessageContaining("has \"day\" twice");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, folder.resolve("none.csv")))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> fixture.run(RATINGS, good, folder)).hasMessageContaining("it is a directory");
        assertThat(fixture.events.all).isEmpty();
    }

    @Test
    void shouldReadPackedFilesEncodingsAndByteOrderMarks() {
        String text = "\uFEFFno,unit,day,stars\r\n1,Dévéloppement,2020-01-01,5\r\n";
        for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "GB18030")) {
            byte[] bytes = text.getBytes(Charset.forName(name));
            String mapping = RATINGS.replace("format: csv", "format: csv, encoding: " + name);
            fixture.run(mapping, fixture.file("plain", bytes), fixture.file("packed", ImportFixture.gzip(bytes)));
        }
        byte[] latin = text.substring(1).getBytes(Charset.forName("windows-1252"));
        fixture.run(
                RATINGS.replace("format: csv", "format: csv, encoding: windows-1252"), fixture.file("latin", latin));
        assertThat(fixture.faults()).isEmpty();
        assertThat(fixture.events.feedback()).hasSize(9).allSatisfy(feedback -> assertThat(feedback.getUnit())
                .isEqualTo("Dévéloppement"));
    }

    @Test
    void shouldChooseTheEncodingByTheNameOfTheFile() {
        String mapping = RATINGS.replace(
                "{format: csv}",
                "{format: csv, encoding: [{files: \"*old*\", encoding: windows-1252}, {files: \"*.csv\", encoding: UTF-8}]}");
        String text = "no,unit,day,stars\n1,Üß,2020-01-01,5\n";
        Path neither = fixture.file("a.txt", text);
        fixture.run(
                mapping,
                fixture.file("old.csv", text, Charset.forName("windows-1252")),
                fixture.file("new.csv", text, StandardCharsets.UTF_8));
        assertThat(fixture.events.feedback()).extracting(Feedback::getUnit).containsExactly("Üß", "Üß");
        assertThatThrownBy(() -> fixture.run(mapping, neither)).hasMessageContaining("no pattern under `encoding`");
    }

    @Test
    void shouldReportBytesThatAreNoTextOnlyWhereTheyMatter() {
        byte[] latin = "no,unit,day,stars,more\n1,A,2020-01-01,5,é\n2,é,2020-01-01,5,x\n3,A,2020-01-01,5,x\n"
                .getBytes(Charset.forName("windows-1252"));
        fixture.run(RATINGS, fixture.file("a.csv", latin));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "3");
        assertThat(fixture.faults())
                .containsExactly("line 3, column unit: unit: not text in UTF-8; is `encoding` right?");
    }

    @Test
    void shouldAskForTheEncodingOfAHeaderThatIsNotText() {
        Path latin = fixture.file("a.csv", "no,région,day,stars\n1,A,2020-01-01,5\n", Charset.forName("windows-1252"));
        Path wide = fixture.file("b.csv", "no;unit;day;stars\n1;A;2020-01-01;5\n", StandardCharsets.UTF_16);

        for (Path file : List.of(latin, wide)) {
            assertThatThrownBy(() -> fixture.run(RATINGS, file))
                    .hasMessageContaining("the header is not text in UTF-8: is `encoding` right?");
        }
    }

    @Test
    void shouldGoOnBelowAQuoteThatNeverCloses() {
        fixture.run(RATINGS, fixture.file("a.csv", """
                        no,unit,day,stars
                        1,"A",2020-01-01,5
                        2,"A,2020-01-01,5
                        3,A,2020-01-01,5
                        4,A,2020-01-01,4
                        """));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "3", "4");
        assertThat(fixture.faults()).containsExactly("line 3: a quote opens and never closes");
    }

    @Test
    void shouldGoOnBelowAQuoteThatClosesInTheWrongPlace() {
        fixture.run(RATINGS, fixture.file("a.csv", """
                        no,unit,day,stars
                        2,"A,2020-01-01,5
                        3,"A",2020-01-01,5
                        4,A,2020-01-01,4
                        """));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("3", "4");
        assertThat(fixture.faults()).containsExactly("line 2: text follows a closing quote");
    }

    @Test
    void shouldReadTextOverSeveralLinesAndCountThem() {
        fixture.run(
                RATINGS,
                fixture.file(
                        "a.csv",
                        "\n\"no\",unit,day,stars,more\n1,A,2020-01-01,5,\"two\r\nlines, \"\"so\"\"\"\n\n2,A,2020-01-01,7,\n"));
        assertThat(fixture.events.feedback()).hasSize(1);
        assertThat(fixture.faults()).containsExactly("line 6, column stars: score: not on STARS_5 (1 to 5)");
    }

    @Test
    void shouldReportLinesThatAreTooLong() {
        String mapping = RATINGS.replace("format: csv", "format: csv, max-line: 40");
        fixture.run(
                mapping,
                fixture.file(
                        "a.csv",
                        "no,unit,day,stars\n1,A,2020-01-01,5\n2," + "A".repeat(100) + ",2020-01-01,5\n3,\""
                                + "A\n".repeat(100) + "\",2020-01-01,5\n4,A,2020-01-01,5\n"));
        assertThat(fixture.events.feedback()).extracting(Feedback::getId).containsExactly("1", "4");
        assertThat(fixture.faults())
                .contains("line 3: longer than 40 characters", "line 4: a quote opens and never closes");
    }

    @Test
    void shouldTakeEmptyFilesAsFilesWithoutRows() {
        ImportResult result = fixture.run(
                RATINGS,
                fixture.file("empty.csv", ""),
                fixture.file("blank.csv", "\n\n"),
                fixture.file("header.csv", "no,unit,day,stars"),
                fixture.file("commas.csv", "no,unit,day,stars\n,,,\n , ,,\n"),
                fixture.file("empty.csv.gz", ImportFixture.gzip(new byte[0])));
        assertThat(result.rows()).isZero();
        assertThat(result.badLines()).isZero();
    }

    @Test
    void shouldReportWhereAFileIsCutOffAndReadTheNextOne() {
        StringBuilder rows = new StringBuilder("no,unit,day,stars\n");
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            rows.append(Math.abs(random.nextLong())).append(",A,2020-01-01,5\n");
        }
        byte[] packed = ImportFixture.gzip(rows.toString().getBytes(StandardCharsets.UTF_8));
        Path cut = fixture.file("cut.csv.gz", Arrays.copyOf(packed, packed.length / 2));
        Path good = fixture.file("good.csv", "no,unit,day,stars\nlast,A,2020-01-01,5\n");
        ImportResult result = fixture.run(RATINGS, cut, good);
        assertThat(result.cutShort()).isEqualTo(1);
        assertThat(result.badLines()).isEqualTo(1);
        assertThat(fixture.badLines.get(0).reason()).contains("damaged or cut off");
        assertThat(fixture.badLines.get(0).line()).isEqualTo(result.rows() + 1);
        assertThat(result.rows()).isBetween(10_000L, 40_000L);
        List<Feedback> feedback = fixture.events.feedback();
        assertThat(feedback.get(feedback.size() - 1).getId()).isEqualTo("last");
    }

    @Test
    void shouldMakeIdsOfPlaces() {
        String mapping = RATINGS.replace("id: <no>", "id: <#file>:<#row>:<#line>");
        String text = "no,unit,day,stars\n1,A,2020-01-01,5\n\n2,A,2020-01-01,x\n3,A,2020-01-01,5\n";
        fixture.run(
                mapping,
                fixture.file("a.csv.gz", ImportFixture.gzip(text.getBytes(StandardCharsets.UTF_8))),
                fixture.file("b.csv", text));
        assertThat(fixture.events.feedback())
                .extracting(Feedback::getId)
                .containsExactly("a.csv:1:2", "a.csv:3:5", "b.csv:1:2", "b.csv:3:5");
    }

    @Test
    void shouldBuildPaths() {
        String mapping = """
                doorstep: 1
                files: {format: csv, delimiter: tab}
                tables:
                  districts: {n: North, s: South/Harbour}
                events:
                  - topic: visits
                    fields:
                      id: <#row>
                      source: TEST
                      unit:
                        - Old / Town
                        - {from: <district>, table: districts, otherwise: <district>}
                        - {from: <station>, empty: UNLISTED}
                        - {from: <desk>, optional: true}
                      area: {from: <area>, split: ">"}
                      occurredAt: 2020-01-01T00:00Z
                      category: OTHER
                      mode: DOOR
                """;
        fixture.run(
                mapping,
                fixture.file(
                        "a.csv",
                        "district\tstation\tdesk\tarea\nn\t3/4\t\tA > B/C\ns\t\t1\t\n w \t e\u0301\t\t\nn\tx\ty\tA>>B\n\tx\ty\t\nn\ta\u0007b\t\t\n"));
        assertThat(fixture.events.visits())
                .extracting(Visit::getUnit, Visit::getArea)
                .containsExactly(
                        tuple("Old/Town/North/3\u22154", "A/B\u2215C"),
                        tuple("Old/Town/South/Harbour/UNLISTED/1", null),
                        tuple("Old/Town/w/é", null));
        assertThat(fixture.faults())
                .containsExactly(
                        "line 5, column area: area: segment 2 is empty",
                        "line 6, column district, station, desk: unit: empty",
                        "line 7, column district, station, desk: unit: segment 4 is not free of control characters and of"
                                + " invisible ones such as U+200B and U+202E");
    }

    @Test
    void shouldFillEveryFieldOfAVisit() {
        String mapping = """
                doorstep: 1
                files: {format: csv, header: false, quote: none, columns: [a, b, c, d, e, f, g, h, i]}
                times: {zone: Asia/Shanghai}
                events:
                  - topic: visits
                    fields:
                      id: <a>
                      revision: <b>
                      source: TEST
                      unit: A/B
                      area: C
                      occurredAt: <c>
                      recordedAt: {from: <d>, format: epoch-seconds}
                      withdrawn: {from: <e>, is: gone}
                      category: {from: <f>, table: {x: old kind}, otherwise: <f>, as: code}
                      mode: PHONE
                      households: <g>
                      people: "12"
                      feedbackAsked: 3
                      fulfils: "duty-<h>"
                """;
        fixture.run(
                mapping,
                fixture.file(
                        "a.csv", "1,2,2011-07-18 23:59,1311004800,gone,Case party,4.0,7,\"\n2,,2011-07-18,,,x,,,\n"));
        assertThat(fixture.faults()).isEmpty();
        Visit visit = fixture.events.visits().get(0);
        assertThat(visit)
                .isEqualTo(new Visit(
                        "1",
                        2L,
                        "TEST",
                        "A/B",
                        "C",
                        Instant.parse("2011-07-18T15:59:00Z"),
                        Instant.parse("2011-07-18T16:00:00Z"),
                        true,
                        "CASE_PARTY",
                        "PHONE",
                        4,
                        12,
                        3,
                        "duty-7"));
        Visit plain = fixture.events.visits().get(1);
        assertThat(plain.getRevision()).isZero();
        assertThat(plain.getRecordedAt()).isEqualTo(plain.getOccurredAt()).isEqualTo("2011-07-17T16:00:00Z");
        assertThat(plain.getWithdrawn()).isFalse();
        assertThat(plain.getCategory()).isEqualTo("OLD_KIND");
        assertThat(plain.getFulfils()).isNull();
    }

    @Test
    void shouldFillEveryFieldOfFeedbackFromJson() {
        String mapping = """
                doorstep: 1
                files: {format: jsonl}
                events:
                  - topic: feedback
                    fields:
                      id: <id>
                      source: TEST
                      unit: <unit>
                      occurredAt: <at>
                      kind: {from: <score>, match: ".+", table: {}, otherwise: RATING, empty: REACTION}
                      channel: WEB
                      question: <q>
                      scale: NPS_11
                      score: <score>
                      reaction: <mood>
                      imputed: <guess>
                      about: {type: ARTICLE, id: <article.id>}
                      topics: {from: <tags>, as: code}
                      hasComment: {from: <text>, present: true}
                """;
        fixture.run(mapping, fixture.file("a.jsonl", """
                        {"id":"1","unit":["A","B/C"],"at":"2020-01-01T00:00:00Z","q":"SAFETY","score":10,"guess":true,"tags":["roads","Parks","roads",null],"text":"a secret","more":{"x":[1,{"y":2}]}}
                        {"id":"2","unit":"A","at":"2020-01-01T00:00:00Z","mood":"SAD","article":{"id":17,"name":"x"},"tags":"roads"}
                        {"id":"3","unit":"A","at":"2020-01-01T00:00:00Z","score":11}
                        {"id":"4","unit":"A","at":["2020-01-01T00:00:00Z","x"],"score":1}
                        {"id":"5","unit":"A","unit":"B","at":"2020-01-01T00:00:00Z","score":1}
                        {"id":"6","unit":[["A"]],"at":"2020-01-01T00:00:00Z","score":1}
                        ["id"]
                        {"id":"7"} {"id":"8"}
                        {"id":"9","unit":"A\\ud800","at":"2020-01-01T00:00:00Z","score":1}
                        {"id":"10","unit":"A","article":{"id":1},"article.id":2,"at":"2020-01-01T00:00:00Z","score":1}
                        {"id":"11",
                        {"id":"12","unit":"A","at":"2020-01-01T00:00:00Z","mood":"SAD","guess":"Y"}
                        """));
        List<Feedback> feedback = fixture.events.feedback();
        assertThat(feedback).extracting(Feedback::getId).containsExactly("1", "2");
        assertThat(feedback.get(0).getUnit()).isEqualTo("A/B\u2215C");
        assertThat(feedback.get(0).getTopics()).containsExactly("PARKS", "ROADS");
        assertThat(feedback.get(0).getHasComment()).isTrue();
        assertThat(feedback.get(0).getImputed()).isTrue();
        assertThat(feedback.get(0).getQuestion()).isEqualTo("SAFETY");
        assertThat(feedback.get(0).getAbout()).isNull();
        assertThat(feedback.get(1).getAbout().getId()).isEqualTo("17");
        assertThat(feedback.get(1).getQuestion()).isEqualTo("OVERALL");
        assertThat(feedback.get(1).getTopics()).containsExactly("ROADS");
        assertThat(fixture.faults())
                .containsExactly(
                        "line 3, column score: score: not on NPS_11 (0 to 10)",
                        "line 4, column at: occurredAt: several values where one is expected",
                        "line 5: not a JSON object: damaged, cut off, or with a duplicate key",
                        "line 6, column unit: unit: objects or arrays within an array",
                        "line 7: not a JSON object",
                        "line 8: more than one JSON object",
                        "line 9, column unit: unit: not text in UTF-8; is `encoding` right?",
                        "line 10: a key and a path of keys have the same name",
                        "line 11: not a JSON object: damaged, cut off, or with a duplicate key",
                        "line 12, column guess: imputed: only a RATING may be imputed");
    }

    @Test
    void shouldFillEveryFieldOfACommitment() {
        String mapping = """
                doorstep: 1
                files: {format: csv, delimiter: ";"}
                times: {zone: UTC}
                events:
                  - topic: commitments
                    fields:
                      id: <id>
                      source: TEST
                      unit: A
                      kind: REQUEST
                      category: ROADS
                      openedAt: <opened>
                      acknowledgedAt: <opened>
                      assignedAt: <opened>
                      firstDueAt: <due>
                      dueAt: <due>
                      closedAt: <closed>
                      outcome: <outcome>
                      returnedAt: {from: <returned>, split: "|"}
                      reopenedAt: [<opened>, {from: <closed>, format: iso}]
                """;
        fixture.run(mapping, fixture.file("a.csv", """
                        id;opened;due;closed;outcome;returned
                        1;2020-01-01;2035-01-01;2020-01-03;RESOLVED;2020-01-02|2020-01-03 | |
                        2;2020-01-01;;;;
                        3;2020-01-02;2020-01-01;;;
                        4;2020-01-02;;;RESOLVED;
                        5;2020-01-02;2041-01-01;;;
                        6;2020-01-02;;2020-01-03;DONE;
                        7;2020-01-02;;;;2020-01-03|2020-01-01
                        8;2020-01-02;;2031-01-01;;
                        9;2020-01-02;;;;%s2020-01-03
                        """.formatted("2020-01-03|".repeat(100))));
        List<Commitment> commitments = fixture.events.commitments();
        assertThat(commitments).extracting(Commitment::getId).containsExactly("1", "2");
        assertThat(commitments.get(0).getReturnedAt())
                .containsExactly(Instant.parse("2020-01-02T00:00:00Z"), Instant.parse("2020-01-03T00:00:00Z"));
        assertThat(commitments.get(0).getReopenedAt())
                .containsExactly(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-01-03T00:00:00Z"));
        assertThat(commitments.get(0).getOccurredAt()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(commitments.get(0).getDueAt()).isEqualTo("2035-01-01T00:00:00Z");
        assertThat(commitments.get(1).getClosedAt()).isNull();
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column due: firstDueAt: before openedAt",
                        "line 5, column outcome: outcome: only with closedAt",
                        "line 6, column due: firstDueAt: more than ten years ahead",
                        "line 7, column outcome: outcome: not one of RESOLVED, UNRESOLVED, REFUSED, DUPLICATE",
                        "line 8, column returned: returnedAt: before openedAt",
                        "line 9, column closed: closedAt: in the future",
                        "line 10, column returned: returnedAt: 101 items; 100 are allowed");
    }

    private static final String CASES = """
            doorstep: 1
            files: {format: csv}
            times: {zone: America/New_York, formats: [yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm]}
            events:
              - topic: commitments
                fields:
                  id: <id>
                  revision: {from: <updated>, format: MM/dd/yyyy hh:mm:ss a}
                  source: TEST
                  unit: A
                  kind: REQUEST
                  category: ROADS
                  openedAt: <opened>
                  acknowledgedAt: <acknowledged>
                  closedAt: <closed>
                  returnedAt: {from: <returned>, split: "|"}
            """;

    @Test
    void shouldTakeATimeForARevision() {
        fixture.run(CASES, fixture.file("a.csv", """
                        id,updated,opened,acknowledged,closed,returned
                        1,07/18/2011 11:59:00 PM,2011-07-18 10:00,,,
                        2,,2011-07-18 10:00,,,
                        3,2011-07-18,2011-07-18 10:00,,,
                        4,12/31/1969 06:59:59 PM,2011-07-18 10:00,,,
                        5,12/31/1969 07:00:00 PM,2011-07-18 10:00,,,
                        """));

        assertThat(fixture.events.commitments())
                .extracting(Commitment::getId, Commitment::getRevision)
                .containsExactly(
                        tuple("1", Instant.parse("2011-07-19T03:59:00Z").toEpochMilli()),
                        tuple("2", 0L),
                        tuple("5", 0L));
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column updated: revision: not a time in a format of the mapping",
                        "line 5, column updated: revision: before 1970");
    }

    @Test
    void shouldTakeNumbersOfSixtyThreeBitsForRevisions() {
        fixture.run(CASES.replace(", format: MM/dd/yyyy hh:mm:ss a", ""), fixture.file("a.csv", """
                        id,updated,opened,acknowledged,closed,returned
                        1,9223372036854775807,2011-07-18 10:00,,,
                        2,4294967296.0,2011-07-18 10:00,,,
                        3,9223372036854775808,2011-07-18 10:00,,,
                        4,-1,2011-07-18 10:00,,,
                        """));

        assertThat(fixture.events.commitments())
                .extracting(Commitment::getRevision)
                .containsExactly(Long.MAX_VALUE, 4_294_967_296L);
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column updated: revision: not a whole number; a time needs a `format`",
                        "line 5, column updated: revision: below 0");
    }

    @Test
    void shouldMoveTimesALittleBeforeTheirOpeningWhereTheMappingClamps() {
        Path cases = fixture.file("a.csv", """
                id,updated,opened,acknowledged,closed,returned
                1,,2011-07-18 10:00:42,2011-07-18 10:00,2011-07-18 11:00,2011-07-18 10:00|2011-07-18 10:30
                2,,2011-07-18 10:00:42,,2011-07-18 09:59:42,
                3,,2011-07-18 10:00:42,,2011-07-18 09:59:41,
                4,,2011-07-18 10:00:42,2011-07-18 10:00,2011-07-18 09:59,
                """);
        ImportResult clamped =
                fixture.run(CASES.replace("times: {", "times: {clamp: {to: openedAt, within: 1m}, "), cases);

        Instant opened = Instant.parse("2011-07-18T14:00:42Z");
        List<Commitment> commitments = fixture.events.commitments();
        assertThat(commitments).extracting(Commitment::getId).containsExactly("1", "2");
        assertThat(commitments.get(0).getAcknowledgedAt()).isEqualTo(opened);
        assertThat(commitments.get(0).getClosedAt()).isEqualTo("2011-07-18T15:00:00Z");
        assertThat(commitments.get(0).getReturnedAt()).containsExactly(opened, Instant.parse("2011-07-18T14:30:00Z"));
        assertThat(commitments.get(1).getClosedAt()).isEqualTo(opened);
        assertThat(clamped.clamped()).as("those of rows that were sent").isEqualTo(3);
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column closed: closedAt: before openedAt",
                        "line 5, column closed: closedAt: before openedAt");

        ImportFixture asTheyAre = new ImportFixture(folder);
        assertThat(asTheyAre.run(CASES, cases).clamped()).isZero();
        assertThat(asTheyAre.events.commitments()).isEmpty();
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
        assertThat(fixture.badLines).as("seed %d", seed).noneSatisfy(line -> assertThat(line.toString())
                .containsIgnoringCase("maria"));
        assertThat(Files.readString(rejects)).as("seed %d", seed).doesNotContainIgnoringCase("maria");
    }
}
