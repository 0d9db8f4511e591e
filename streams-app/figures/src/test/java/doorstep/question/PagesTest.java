// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.compare.Ranking;
import doorstep.period.CalendarWindow;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers page by page. */
class PagesTest {
    private static final LocalDate YEAR = LocalDate.of(2012, 1, 1);
    private static final CalendarWindow WINDOW = new CalendarWindow(WindowKind.YEAR, YEAR);
    private static final Order BY_VISITS = new Order("visits", Ranking.Direction.HIGHEST_FIRST);

    private final CollectedRows rows = new CollectedRows();
    private final Answers answers = new Answers(rows, World.random(1)::moment);

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54})
    void shouldGiveEachRowOnceOverAllPages(long seed) {
        Random dice = new Random(seed);
        Recount recount = new Recount(World.random(seed));
        Answers all = new Answers(recount.rows(), recount.world::moment);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        int pages = 0;
        for (int i = 0; i < 150; i++) {
            Question question = questions.next();
            List<AnswerRow> expected;
            try {
                expected = all.answer(question.top(10_000), Access.root()).rows();
            } catch (QuestionException e) {
                continue; // rows are missing; other tests look at that
            }
            Question next = question.top(1 + dice.nextInt(5));
            List<AnswerRow> paged = new ArrayList<>();
            for (boolean more = true; more; pages++) {
                Answer page = all.answer(next, Access.root());
                assertThat(page.total()).isEqualTo(expected.size());
                paged.addAll(page.rows());
                more = page.next().isPresent();
                next = more ? next.after(page.next().get()) : next;
            }
            assertThat(paged).as(AnswersTest.text(question)).isEqualTo(expected);
        }
        assertThat(pages).isGreaterThan(150);
    }

    private void visits(String unit, long visits) {
        rows.apply(
                List.of(new RowChange(
                        new Cell(1, unit, Slice.TOTAL, ""), WindowKind.YEAR, YEAR.toEpochDay(), Tally.of(0, visits))),
                Map.of());
    }

    private Answer ask(Question question) {
        return answers.answer(question, Access.root());
    }

    private static List<String> units(Answer answer) {
        return answer.rows().stream().map(row -> row.name().unit()).toList();
    }

    /** A row that moved forward is not seen, one that moved back is seen twice: each page is of its own moment. */
    @Test
    void shouldGoOnBehindThePlaceThoughRowsChanged() {
        visits("a", 9);
        visits("b", 8);
        visits("c", 7);
        visits("d", 6);
        visits("e", 5);
        Question question = Question.of(Selection.of(Topics.VISIT_COUNTS, "*").with(Reach.BELOW), WINDOW)
                .by(BY_VISITS)
                .top(2);
        Answer first = ask(question);
        visits("a", 4);
        visits("b", 20);
        visits("e", 10);
        visits("bb", 8);

        Answer second = ask(question.after(first.next().orElseThrow()));

        assertThat(units(first)).containsExactly("a", "b");
        assertThat(units(second)).containsExactly("bb", "c");
        assertThat(units(ask(question.after(second.next().orElseThrow())))).containsExactly("d", "a");
    }

    @Test
    void shouldGoOnBehindARowThatIsGone() {
        visits("a", 9);
        visits("a/x", 8);
        visits("b", 8);
        Question question = Question.of(Selection.of(Topics.VISIT_COUNTS, "*").with(Reach.SUBTREE), WINDOW)
                .by(BY_VISITS)
                .top(2);
        Answer first = ask(question);
        visits("a/x", 0);

        assertThat(units(first)).containsExactly("a", "a/x");
        assertThat(units(ask(question.after(first.next().orElseThrow())))).containsExactly("b", "*");
    }

    @Test
    void shouldSayHowManyShareTheLastRankShown() {
        for (String unit : List.of("a", "b", "c", "d", "e")) {
            visits(unit, unit.equals("a") ? 2 : unit.equals("e") ? 0 : 1);
        }
        visits("e/x", 0);
        Question question = Question.of(Selection.of(Topics.VISIT_COUNTS, "*").with(Reach.BELOW), WINDOW)
                .by(BY_VISITS);

        Answer answer = ask(question.top(2));

        assertThat(answer.sharing()).isEqualTo(2);
        assertThat(answer.total()).isEqualTo(5);
        assertThat(ask(question).rows().stream().map(row -> row.rank().getAsInt()))
                .containsExactly(1, 2, 2, 2, 5);
    }
}
