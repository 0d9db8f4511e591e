// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.event.Visit;
import doorstep.explain.Explanation;
import doorstep.explain.Figure;
import doorstep.explain.Line;
import doorstep.explain.Move;
import doorstep.explain.Recount;
import doorstep.facts.Fact;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.feed.ParsedKey;
import doorstep.tally.Tally;
import doorstep.text.CsvText;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ExplainFormatTest {
    private static final String HOSTILE = "=cmd\u001B[2J\u202Eid\n";
    private static final Family FAMILY = Families.ofRows().get(Topics.VISIT_COUNTS);
    private static final Visit VISIT = Visit.builder(10, new TreePath("city"))
            .category("TALK")
            .mode("DOOR")
            .people(2)
            .build();
    private static final Fact OLD = fact(4, new Version(1, 7), Optional.of(VISIT));
    private static final Fact NEW = fact(9, Version.FINAL, Optional.empty());

    private static Fact fact(long offset, Version version, Optional<Event> event) {
        return new Fact(Topics.VISITS, 3, offset, 1_000_000, HOSTILE, version, event);
    }

    private static Figure figure() {
        ParsedKey key = ParsedKey.of(FAMILY.code(), "*|||EVER|").orElseThrow();
        return new Figure(Topics.VISIT_COUNTS, key, 60);
    }

    private static SpecificRecord row(long visits) {
        return FAMILY.row(figure().key().head(), Tally.ofSlots(visits, 0, 2, 0));
    }

    private static Explanation explanation(Optional<SpecificRecord> row, boolean counted, long inMotion) {
        Map<String, Long> amounts = Map.of("visits", 1L);
        List<Line> lines = List.of(
                new Line(
                        OLD,
                        Line.State.REPLACED,
                        Optional.of(Instant.ofEpochSecond(600)),
                        amounts,
                        Optional.of(NEW),
                        List.of(OLD),
                        0),
                new Line(NEW, Line.State.DELETED, Optional.empty(), Map.of(), Optional.empty(), List.of(), 2));
        List<Move> moves = List.of(new Move(NEW, Optional.of(OLD), Map.of("visits", -1L)));
        Recount recount =
                new Recount(Tally.ofSlots(1, 0, 2, 0), Tally.ofSlots(2, 0, 2, 0), lines, 2, moves, 1, inMotion);
        return new Explanation(figure(), FAMILY, row, counted, recount);
    }

    private static String table(Explanation explanation) {
        StringWriter out = new StringWriter();
        new ExplainFormat()
                .print(
                        explanation,
                        Optional.of(Instant.EPOCH),
                        ZoneOffset.UTC,
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()));
        return out.toString();
    }

    @Test
    void shouldEscapeIdsInTables() {
        String table = table(explanation(Optional.of(row(1)), true, 0));
        assertThat(table)
                .contains("=cmd\\u001B[2J\\u202Eid\\u000A (3×)", "visits:3:9 revision null value", "visits -1")
                .doesNotContain("\u001B", "\u202E");
        assertThat(table.lines()).hasSize(15);
    }

    @Test
    void shouldGuardIdsInCsv() {
        Explanation explanation = explanation(Optional.of(row(1)), true, 0);
        assertThat(CsvText.of(ExplainCsv.lines(explanation))).isEqualTo("""
                        at,what,topic,id,partition,offset,appendedAt,revision,repeated,by,through,visits
                        1970-01-01T00:10:00Z,REPLACED,visits,'=cmd\\u001B[2J\\u202Eid\\u000A,3,4,1970-01-01T00:16:40Z,1,0,visits:3:9,visits:3:4,1
                        ,DELETED,visits,'=cmd\\u001B[2J\\u202Eid\\u000A,3,9,1970-01-01T00:16:40Z,,2,,,0
                        """);
        assertThat(CsvText.of(ExplainCsv.moves(explanation))).isEqualTo("""
                        topic,id,partition,offset,appendedAt,revision,insteadOf,visits
                        visits,'=cmd\\u001B[2J\\u202Eid\\u000A,3,9,1970-01-01T00:16:40Z,,visits:3:4,-1
                        """);
    }

    @Test
    void shouldGiveProgramsTheIdAsItIs() {
        Map<String, Object> json =
                ExplainJson.of(explanation(Optional.of(row(1)), true, 0), Optional.of(Instant.EPOCH));
        assertThat(RowFormat.json(json))
                .contains("\"verdict\":\"EQUAL\"", "\"id\":\"=cmd\\u001B[2J", "\"moveCount\":1", "\"revision\":null");
    }

    @Test
    void shouldTellADifferenceFromRecordsThatCame() {
        assertThat(table(explanation(Optional.of(row(1)), false, 1))).contains("The row equals the events.");
        assertThat(table(explanation(Optional.of(row(5)), true, 0))).contains("The row DIFFERS from the events.");
        assertThat(table(explanation(Optional.of(row(5)), true, 2)))
                .contains("not everything is in it yet: 2 records that move it came meanwhile.");
        assertThat(table(explanation(Optional.of(row(5)), false, 0)))
                .contains("the pipeline has not sent all that it has read");
        assertThat(explanation(Optional.empty(), true, 0).verdict()).isEqualTo(Explanation.Verdict.DIFFERENT);
    }
}
