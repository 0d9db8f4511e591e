// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.question.WorklistAnswer;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.question.WorklistQuestion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorklistFormatTest {
    private static final AppConfig CONFIG = AppConfig.of(Map.of("zone", "Asia/Shanghai"));
    private static final WorklistFormat FORMAT =
            new WorklistFormat(FigureSettings.of(CONFIG.published(), CONFIG, Map.of(), warning -> {}));
    private static final Row CALL_BACK = new Row(
            item("callback:VISIT:v7:OVERALL", "CALLBACK")
                    .setDueAt(Instant.parse("2011-07-18T16:00:00Z"))
                    .setOpenedBy("f7")
                    .setSubjectType("VISIT")
                    .setSubjectId("v7")
                    .setQuestion("OVERALL")
                    .setScale("GRADE_5")
                    .setScore(1)
                    .build(),
            3,
            OptionalLong.of(-2),
            true);
    private static final Row REQUEST = new Row(
            item("r\u001B[31m1", "REQUEST")
                    .setCategory("NOISE")
                    .setDueAt(Instant.parse("2011-07-22T01:00:00Z"))
                    .setReturned(2)
                    .build(),
            3,
            OptionalLong.of(1),
            false);
    private static final Row DUTY = new Row(item("d1", "DUTY").build(), 3, OptionalLong.empty(), false);

    private static WorkItem.Builder item(String id, String kind) {
        return WorkItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setUnit("City/北")
                .setSource("TEST")
                .setOpenedAt(Instant.parse("2011-07-18T02:30:00Z"))
                .setReturned(0)
                .setReopened(0);
    }

    private static String printed(boolean inColours, Row... rows) {
        StringWriter text = new StringWriter();
        FORMAT.print(List.of(rows), new ColourWriter(new PrintWriter(text, true), inColours));
        return text.toString();
    }

    @Test
    void shouldSayWhatIsOwedSinceWhenAndUntilWhen() {
        assertThat(printed(false, CALL_BACK, REQUEST, DUTY)).isEqualTo("""
                kind      category  unit     opened            age  due               left      id                         what
                CALLBACK  -         City/北  2011-07-18 10:30  3 d  2011-07-19 00:00  2 d over  callback:VISIT:v7:OVERALL  OVERALL: 1 of GRADE_5 (Very dissatisfied), about the visit v7
                REQUEST   NOISE     City/北  2011-07-18 10:30  3 d  2011-07-22 09:00  1 d left  r\\u001B[31m1               returned 2 times
                DUTY      -         City/北  2011-07-18 10:30  3 d  -                 -         d1                         -
                """);
    }

    @Test
    void shouldColourLinesByUrgencyOnATerminal() {
        List<String> lines = printed(true, CALL_BACK, REQUEST, DUTY).lines().toList();

        assertThat(lines.get(1)).startsWith("\u001B[31mCALLBACK").endsWith("\u001B[0m");
        assertThat(lines.get(2))
                .startsWith("\u001B[33mREQUEST")
                .contains("r\\u001B[31m1")
                .endsWith("\u001B[0m");
        assertThat(List.of(lines.get(0), lines.get(3))).noneMatch(line -> line.contains("\u001B"));
    }

    @Test
    void shouldSayWhetherTodayIsOver() {
        Row over = new Row(DUTY.item(), 0, OptionalLong.of(0), true);
        Row due = new Row(DUTY.item(), 0, OptionalLong.of(0), false);

        assertThat(printed(false, over)).contains("  over today  ");
        assertThat(printed(false, due)).contains("  due today  ");
    }

    @Test
    void shouldHaveAllFieldsForPrograms() {
        FlatRow row = WorklistFormat.flat(CALL_BACK, false);

        assertThat(List.copyOf(row.values().keySet())).isEqualTo(WorklistFormat.names());
        assertThat(row.values())
                .containsEntry("id", "callback:VISIT:v7:OVERALL")
                .containsEntry("openedAt", "2011-07-18T02:30:00Z")
                .containsEntry("score", 1)
                .containsEntry("age", 3L)
                .containsEntry("daysLeft", -2L)
                .containsEntry("overdue", true)
                .containsEntry("later", false);
        assertThat(WorklistFormat.flat(DUTY, true).values()).containsEntry("daysLeft", null);
    }

    private static WorklistAnswer answer(long endingsBeyond) {
        return new WorklistAnswer(
                WorklistQuestion.of("*"),
                Instant.EPOCH,
                false,
                new Totals(1_234, 5),
                new TreeMap<>(Map.of("DUTY", new Totals(1_200, 0), "CALLBACK", new Totals(34, 5))),
                0,
                endingsBeyond,
                List.of(),
                Optional.empty());
    }

    @Test
    void shouldSayThatEndingsLieAfterAsOf() {
        assertThat(WorklistFormat.endingsBeyond(answer(0))).isEmpty();
        assertThat(WorklistFormat.endingsBeyond(answer(1_234)))
                .hasValueSatisfying(it -> assertThat(it).startsWith("Endings after as-of, in all units: 1,234. "));
    }

    @Test
    void shouldTotalEachKind() {
        assertThat(WorklistFormat.totals(answer(0)))
                .isEqualTo("open: 1,234, overdue 5 (CALLBACK 34, overdue 5; DUTY 1,200)");
    }
}
