// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static doorstep.ingest.ImportFixture.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields of events from columns, keys, tables and places in the file. */
class MappedFieldsTest {
    @TempDir
    private Path folder;

    private ImportFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ImportFixture(folder);
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
}
