// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import doorstep.assessment.AssessmentRules;
import doorstep.assessment.Targets;
import doorstep.avro.WorkItem;
import doorstep.catalogue.Catalogue;
import doorstep.event.CommitmentKind;
import doorstep.family.Families;
import doorstep.figures.FigureSettings;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.question.WorklistQuestion.Order;
import doorstep.rows.CollectedRows;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.tally.ZoneTransitions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is owed, as of as-of. Clocks in Berlin go back on 28 October 2012. */
class WorklistQuestionTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant AS_OF = moment("2012-10-26T12:00:00");
    private static final String[] UNITS = {"city", "city/north", "city/north/1", "city/northern", "land"};
    private static final String[] CATEGORIES = {"DELEGATE", "ROADS", "NOISE"};

    private final CollectedRows rows = new CollectedRows();
    private final List<WorkItem> items = new ArrayList<>();
    private long endings;
    private final Answers answers = new Answers(rows, () -> new Moment(settings(), List.of(AS_OF), false, endings));

    WorklistQuestionTest() {
        for (String unit : UNITS) {
            Cell cell = new Cell(5, unit, Slice.TOTAL, "DUTY");
            rows.apply(List.of(new RowChange(cell, WindowKind.EVER, 0, Tally.of(0, 1))), Map.of());
        }
    }

    private static FigureSettings settings() {
        Catalogue catalogue = Catalogue.load(Optional.empty());
        Set<WindowKind> windows = Set.of(WindowKind.EVER);
        return new FigureSettings(
                ZONE,
                ZoneTransitions.of(ZONE),
                0,
                Instant.parse("2010-01-01T00:00:00Z"),
                windows,
                windows,
                10,
                new AssessmentRules("OVERALL:GRADE_5", new Targets(0.95, Map.of()), 20),
                catalogue,
                Families.standard(catalogue, 10, new OrgCalendar(ZONE, 0), Duration.ofHours(24), windows, windows));
    }

    private static Instant moment(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }

    private void item(String id, String kind, String unit, Instant opened, Instant due) {
        put(builder(id, kind, unit, opened).setDueAt(due).build());
    }

    private static WorkItem.Builder builder(String id, String kind, String unit, Instant opened) {
        return WorkItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setUnit(unit)
                .setSource("TEST")
                .setOpenedAt(opened)
                .setReturned(0)
                .setReopened(0);
    }

    private void put(WorkItem item) {
        items.removeIf(it -> it.getId().equals(item.getId()));
        items.add(item);
        rows.apply(List.of(new ItemChange(item.getId(), Optional.of(item))), Map.of());
    }

    private WorklistAnswer ask(WorklistQuestion question) {
        return answers.worklist(question, Access.root());
    }

    private List<String> ids(WorklistQuestion question) {
        return ids(ask(question));
    }

    private static List<String> ids(WorklistAnswer list) {
        return list.rows().stream().map(row -> row.item().getId()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2012-10-26T11:59:59.999, true, 0",
        "2012-10-26T12:00:59.999, true, 0", // the minute counts
        "2012-10-26T12:01:00, false, 0",
        "2012-10-25T23:59:00, true, -1",
        "2012-10-27T00:00:00, false, 1",
        "2012-11-05T01:00:00, false, 10",
    })
    void shouldBeOverdueFromItsMinuteOn(String due, boolean overdue, long daysLeft) {
        item("r1", "REQUEST", "city", moment("2012-10-20T08:00:00"), moment(due));

        WorklistAnswer list = ask(WorklistQuestion.of("city"));

        assertThat(list.rows()).containsExactly(new Row(items.get(0), 6, OptionalLong.of(daysLeft), overdue));
        assertThat(list.totals()).isEqualTo(new Totals(1, overdue ? 1 : 0));
    }

    /** Dates are local: 28 October has 25 hours. */
    @ParameterizedTest
    @CsvSource({"0, 2012-10-26T23:59:59", "1, 2012-10-27T23:59:59", "2, 2012-10-28T23:59:59", "3, 2012-10-29T23:59:59"})
    void shouldCountLocalDatesUntilItIsDue(int dates, String last) {
        item("last", "REQUEST", "city", AS_OF, moment(last));
        item("next", "REQUEST", "city", AS_OF, moment(last).plusSeconds(1));
        item("over", "REQUEST", "city", AS_OF.minusSeconds(60), AS_OF);
        item("never", "REQUEST", "city", AS_OF, null);

        assertThat(ids(WorklistQuestion.of("*").dueWithin(dates))).containsExactly("last");
    }

    @Test
    void shouldSortByAgeOrByDueTime() {
        item("b", "REQUEST", "city", moment("2012-10-01T00:00:00"), moment("2012-11-09T00:00:00"));
        item("a", "REQUEST", "city", moment("2012-10-01T00:00:00"), moment("2012-11-09T00:00:00"));
        item("c", "REQUEST", "city", moment("2012-09-01T00:00:00"), null);
        item("d", "REQUEST", "city", moment("2012-10-02T00:00:00"), moment("2012-10-03T00:00:00"));
        item("\uFB01", "REQUEST", "city", moment("2012-10-02T00:00:00"), null);
        item("😀", "REQUEST", "city", moment("2012-10-02T00:00:00"), null); // as strings, before the one above

        assertThat(ids(WorklistQuestion.of("*").by(Order.AGE))).containsExactly("c", "a", "b", "d", "\uFB01", "😀");
        assertThat(ids(WorklistQuestion.of("*").by(Order.DUE))).containsExactly("d", "a", "b", "c", "\uFB01", "😀");
    }

    @Test
    void shouldListWhatOpensAfterAsOfApart() {
        item("open", "REQUEST", "city", moment("2012-10-26T12:00:59"), null);
        item("later", "REQUEST", "city", moment("2012-10-26T12:01:00"), null);
        item("tomorrow", "DUTY", "city", moment("2012-10-27T08:00:00"), null);

        WorklistAnswer list = ask(WorklistQuestion.of("*"));
        WorklistAnswer later = ask(WorklistQuestion.of("*").ofLater().by(Order.AGE));

        assertThat(ids(list)).containsExactly("open");
        assertThat(ids(later)).containsExactly("later", "tomorrow");
        assertThat(later.rows().get(1).age()).isEqualTo(-1);
        assertThat(List.of(list, later)).allSatisfy(it -> {
            assertThat(it.later()).isEqualTo(2);
            assertThat(it.totals()).isEqualTo(new Totals(1, 0));
            assertThat(it.totalsByKind()).containsOnlyKeys("REQUEST");
        });
    }

    @Test
    void shouldSayHowMuchEndsAfterAsOf() {
        endings = 7;

        assertThat(ask(WorklistQuestion.of("*")).endingsBeyond()).isEqualTo(7);
        assertThat(ask(WorklistQuestion.of("city").onlyOverdue()).endingsBeyond())
                .isEqualTo(7);
    }

    @Test
    void shouldKeepToTheUnitAndThoseBelow() {
        for (String unit : UNITS) {
            item(unit, "DUTY", unit, AS_OF, null);
        }

        assertThat(ids(WorklistQuestion.of("city/north"))).containsExactly("city/north", "city/north/1");
        assertThat(ids(answers.worklist(WorklistQuestion.of("city/north/1"), Access.of("city/north"))))
                .containsExactly("city/north/1");
        for (String hidden : List.of("*", "city", "city/northern", "land", "nowhere")) {
            QuestionException refused = catchThrowableOfType(
                    QuestionException.class,
                    () -> answers.worklist(WorklistQuestion.of(hidden), Access.of("city/north")));
            assertThat(refused).as(hidden).hasMessage("there is no unit '" + hidden + "'");
            assertThat(refused.allowed()).isSubsetOf("city/north", "city/north/1");
        }
    }

    @Test
    void shouldRefuseToAskForOverdueThatFallsDue() {
        QuestionException refused = catchThrowableOfType(
                QuestionException.class,
                () -> WorklistQuestion.of("*").onlyOverdue().dueWithin(3));

        assertThat(refused.parameter()).isEqualTo("due-within");
    }

    /** Compared with a filter that is written without the calendar of the pipeline, page by page. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGiveWhatTheFiltersLetThrough(long seed) {
        Random dice = new Random(seed);
        for (int i = 0; i < 120; i++) {
            put(random(dice, "id" + dice.nextInt(100)));
        }
        for (int i = 0; i < 60; i++) {
            WorklistQuestion question = question(dice);
            List<WorkItem> through =
                    items.stream().filter(item -> passes(item, question)).toList();
            List<WorkItem> open =
                    through.stream().filter(WorklistQuestionTest::isOpen).toList();
            List<String> expected = through.stream()
                    .filter(item -> isOpen(item) != question.later())
                    .map(WorkItem::getId)
                    .toList();

            List<String> found = new ArrayList<>();
            WorklistQuestion page = question.top(1 + dice.nextInt(9));
            for (boolean more = true; more; ) {
                WorklistAnswer list = ask(page);
                assertThat(list.totals().open()).isEqualTo(open.size());
                assertThat(list.totals().overdue())
                        .isEqualTo(open.stream()
                                .filter(WorklistQuestionTest::isOverdue)
                                .count());
                assertThat(list.totalsByKind().values().stream()
                                .mapToLong(Totals::open)
                                .sum())
                        .isEqualTo(open.size());
                assertThat(list.later()).isEqualTo(through.size() - open.size());
                found.addAll(ids(list));
                more = list.next().isPresent();
                page = more ? page.after(list.next().get()) : page;
            }

            assertThat(found).as("seed %d, %s", seed, question).doesNotHaveDuplicates();
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).isEqualTo(ids(question));
        }
    }

    private static WorkItem random(Random dice, String id) {
        Instant opened = AS_OF.plusSeconds(60L * (dice.nextInt(9_000) - 8_000));
        String kind = CommitmentKind.values()[dice.nextInt(4)].name();
        return builder(id, kind, UNITS[dice.nextInt(UNITS.length)], opened)
                .setCategory(kind.equals("CALLBACK") ? null : CATEGORIES[dice.nextInt(CATEGORIES.length)])
                .setDueAt(dice.nextInt(3) == 0 ? null : opened.plusSeconds(60L * dice.nextInt(9_000)))
                .build();
    }

    private static WorklistQuestion question(Random dice) {
        WorklistQuestion question = WorklistQuestion.of(dice.nextInt(3) == 0 ? "*" : UNITS[dice.nextInt(UNITS.length)])
                .by(Order.values()[dice.nextInt(2)]);
        question = dice.nextBoolean() ? question : question.ofKind(CommitmentKind.values()[dice.nextInt(4)]);
        question = dice.nextBoolean() ? question : question.ofCategories(categories(dice));
        question = dice.nextInt(4) > 0 ? question : question.ofLater();
        return switch (dice.nextInt(4)) {
            case 0 -> question.onlyOverdue();
            case 1 -> question.dueWithin(dice.nextInt(6));
            default -> question;
        };
    }

    private static Set<String> categories(Random dice) {
        return new HashSet<>(
                List.of(CATEGORIES[dice.nextInt(CATEGORIES.length)], CATEGORIES[dice.nextInt(CATEGORIES.length)]));
    }

    private static boolean passes(WorkItem item, WorklistQuestion question) {
        boolean unit = question.unit().equals("*") || (item.getUnit() + "/").startsWith(question.unit() + "/");
        boolean kind = question.kind().isEmpty() || question.kind().get().name().equals(item.getKind());
        boolean category = question.categories().isEmpty()
                || List.copyOf(question.categories()).contains(String.valueOf(item.getCategory()));
        boolean due = question.dueWithin().isEmpty()
                || (item.getDueAt() != null
                        && !isOverdue(item)
                        && !date(item.getDueAt())
                                .isAfter(date(AS_OF)
                                        .plusDays(question.dueWithin().getAsInt())));
        return unit && kind && category && due && (!question.overdue() || isOverdue(item));
    }

    private static LocalDate date(Instant moment) {
        return moment.atZone(ZONE).toLocalDate();
    }

    private static boolean isOpen(WorkItem item) {
        return item.getOpenedAt().isBefore(AS_OF.plusSeconds(60));
    }

    private static boolean isOverdue(WorkItem item) {
        return item.getDueAt() != null && item.getDueAt().isBefore(AS_OF.plusSeconds(60));
    }
}
