// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import doorstep.avro.FeedbackCount;
import doorstep.avro.Mood;
import doorstep.avro.ReactionCount;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceDeskCount;
import doorstep.avro.VisitCount;
import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.FeedbackKind;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.fixtures.SampleEvents;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FamiliesTest {
    private static final Catalogue CATALOGUE = Catalogue.load(Optional.empty());
    private static final Set<WindowKind> ALL = EnumSet.allOf(WindowKind.class);
    private static final RowHead HEAD = RowHead.of(
            new Cell(1, "city", Slice.TOTAL, ""),
            WindowKind.MONTH,
            LocalDate.of(2012, 2, 1).toEpochDay());

    /** The rows that a family makes of some events, by facet. */
    private static <R> Map<String, R> rows(Family family, Class<R> type, Event... events) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (Event event : events) {
            family.contributionsOf(event)
                    .forEach(contribution -> tallies.merge(contribution.facet(), contribution.tally(), Tally::plus));
        }
        Map<String, R> rows = new TreeMap<>();
        tallies.forEach((facet, tally) -> rows.put(
                facet,
                type.cast(family.row(
                        RowHead.of(new Cell(family.code(), "city", Slice.TOTAL, facet), WindowKind.EVER, 0), tally))));
        return rows;
    }

    private static <R> R row(Family family, Class<R> type, Event... events) {
        Map<String, R> rows = rows(family, type, events);
        assertThat(rows).hasSize(1);
        return rows.values().iterator().next();
    }

    private static SatisfactionScore score(Event... answers) {
        return row(new SatisfactionScores(CATALOGUE, 10), SatisfactionScore.class, answers);
    }

    private static Event[] ratings(String question, Scale scale, int... scores) {
        List<Event> ratings = new ArrayList<>();
        for (int score : scores) {
            ratings.add(SampleEvents.rating(question, scale, score));
        }
        return ratings.toArray(new Event[0]);
    }

    // ---- Heads

    @Test
    void shouldHeadARowWithThePartsOfItsKey() {
        RowHead head = RowHead.of(
                new Cell(3, "city/north", Slice.of(Breakdown.AREA, "a/b"), "OVERALL:YES_NO"),
                WindowKind.QUARTER,
                LocalDate.of(2012, 1, 1).toEpochDay());

        assertThat(head)
                .isEqualTo(new RowHead(
                        "city/north",
                        "area",
                        "a/b",
                        "OVERALL:YES_NO",
                        "QUARTER",
                        LocalDate.of(2012, 1, 1),
                        LocalDate.of(2012, 3, 31)));
        assertThat(head.key()).isEqualTo("city/north|area=a%2Fb|OVERALL:YES_NO|QUARTER|2012-01-01");
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveOnlyCalendarWindowsAStart(WindowKind kind) {
        RowHead head = RowHead.of(new Cell(1, "*", Slice.TOTAL, ""), kind, 0);

        assertThat(head.start() != null).isEqualTo(kind.isCalendar());
        assertThat(head.end() != null).isEqualTo(kind.isCalendar());
        assertThat(head.key()).isEqualTo("*|||" + kind + "|" + (kind.isCalendar() ? "1970-01-01" : ""));
    }

    // ---- All families

    private static Families standard(int fiscalStart) {
        return standard(fiscalStart, ALL, ALL);
    }

    private static Families standard(int fiscalStart, Set<WindowKind> windows, Set<WindowKind> breakdownWindows) {
        OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), fiscalStart);
        return Families.standard(CATALOGUE, 10, calendar, Duration.ofHours(24), windows, breakdownWindows);
    }

    @Test
    void shouldNeverRenumberFamilies() {
        assertThat(standard(7).all())
                .extracting(family -> family.code() + " " + family.topic().shortName())
                .containsExactly(
                        "1 visit-counts",
                        "2 feedback-counts",
                        "3 satisfaction-scores",
                        "4 reaction-counts",
                        "5 service-levels",
                        "6 service-desk-counts");
    }

    @Test
    void shouldKeepFiscalWindowsOnlyWhereAFiscalYearIsSet() {
        for (Slice slice : List.of(Slice.TOTAL, Slice.of(Breakdown.MODE, "A"))) {
            assertThat(standard(7).windows(1, slice)).containsExactly(WindowKind.values());
            assertThat(standard(0).windows(1, slice)).hasSize(11).noneMatch(WindowKind::isFiscal);
        }
    }

    @Test
    void shouldKeepOnlyTheWindowsThatAreAskedFor() {
        Families families = standard(0, Set.of(WindowKind.LAST_30D, WindowKind.DAY, WindowKind.FISCAL_YEAR), ALL);

        assertThat(families.windows(1, Slice.TOTAL)).containsExactly(WindowKind.LAST_30D, WindowKind.DAY);
        assertThat(families.windows(5, Slice.of(Breakdown.CATEGORY, "A")))
                .containsExactly(WindowKind.LAST_30D, WindowKind.DAY);
    }

    @Test
    void shouldKeepTheWindowsOfBreakdownsThatAreAskedFor() {
        Families families = standard(7, ALL, Set.of(WindowKind.LAST_HOUR, WindowKind.DAY, WindowKind.FISCAL_YEAR));
        for (Family family : families.all()) {
            assertThat(families.windows(family.code(), Slice.TOTAL)).containsExactly(WindowKind.values());
            for (Breakdown breakdown : Breakdown.values()) {
                if (family instanceof ServiceLevels && breakdown == Breakdown.CATEGORY) {
                    continue;
                }
                assertThat(families.windows(family.code(), Slice.of(breakdown, "A")))
                        .as("%s by %s", family.topic().shortName(), breakdown)
                        .containsExactly(WindowKind.LAST_HOUR, WindowKind.DAY, WindowKind.FISCAL_YEAR);
            }
        }
    }

    @Test
    void shouldKeepNoBreakdownWindowThatHasNoRowsAtAll() {
        Families families =
                standard(7, Set.of(WindowKind.DAY, WindowKind.WEEK), Set.of(WindowKind.DAY, WindowKind.YEAR));

        assertThat(families.windows(1, Slice.of(Breakdown.MODE, "A"))).containsExactly(WindowKind.DAY);
        assertThat(families.windows(5, Slice.of(Breakdown.CATEGORY, "A"))).containsExactly(WindowKind.DAY);
    }

    @Test
    void shouldKeepServiceLevelsByCategoryForEver() {
        Slice category = Slice.of(Breakdown.CATEGORY, "A");

        assertThat(standard(7, ALL, Set.of(WindowKind.DAY)).windows(5, category))
                .containsExactly(WindowKind.DAY, WindowKind.EVER);
        assertThat(standard(7, ALL, Set.of()).windows(5, category)).containsExactly(WindowKind.EVER);
        assertThat(standard(7, ALL, Set.of()).windows(5, Slice.of(Breakdown.AREA, "a")))
                .isEmpty();
        assertThat(standard(7, Set.of(WindowKind.DAY), Set.of()).windows(5, category))
                .isEmpty();
    }

    @Test
    void shouldFindAFamilyByItsCode() {
        Families families = standard(0);

        families.all()
                .forEach(family -> assertThat(families.ofCode(family.code())).isSameAs(family));
        assertThatThrownBy(() -> families.ofCode(99)).hasMessageContaining("99");
    }

    @Test
    void shouldCountContributionsOfEveryFamily() {
        Feedback imputed = SampleEvents.imputedRating("OVERALL", Scale.STARS_5, 5);
        List<Event> events = List.of(
                SampleEvents.talk("city", null),
                SampleEvents.about(SampleEvents.rating("OVERALL", Scale.NPS_11, 0), SubjectType.VISIT, null),
                imputed,
                SampleEvents.reaction("SAD", "article-1"),
                SampleEvents.reaction("SAD", null),
                SampleEvents.plain(FeedbackKind.SUGGESTION),
                SampleEvents.plain(FeedbackKind.REPORT),
                SampleEvents.atDesk(3),
                SampleEvents.atDesk(SampleEvents.rating("OVERALL", Scale.GRADE_5, 1)));

        for (Family family : standard(0).all()) {
            for (Event event : events) {
                List<Contribution> contributions = family.contributionsOf(event);
                for (Contribution contribution : contributions) {
                    assertThat(family.contributionsIn(contribution.tally()))
                            .as("%s of %s", family.topic().shortName(), event)
                            .isEqualTo(1);
                    assertThat(contribution.minute()).isEqualTo(SampleEvents.NINE);
                    assertThat(family.contributionsIn(Tally.ZERO.minus(contribution.tally())))
                            .isEqualTo(-1);
                }
            }
        }
    }

    // ---- Visits

    @Test
    void shouldCountVisitsHouseholdsAndPeople() {
        VisitCount row = row(
                new VisitCounts(),
                VisitCount.class,
                SampleEvents.talk("city", null),
                SampleEvents.talk("city/north", "market"));

        assertThat(row.getVisits()).isEqualTo(2);
        assertThat(row.getHouseholds()).isEqualTo(4);
        assertThat(row.getPeople()).isEqualTo(10);
        assertThat(row.getFeedbackAsked()).isEqualTo(6);
        assertThat(row.getUnit()).isEqualTo("city");
        assertThat(row.getWindow()).isEqualTo("EVER");
        assertThat(row.getStart()).isNull();
    }

    @Test
    void shouldRepeatThePartsOfTheKeyInEveryRow() {
        for (Family family : standard(0).all()) {
            RowHead head = new RowHead(
                    "city",
                    "area",
                    "market",
                    family instanceof SatisfactionScores ? "OVERALL:YES_NO" : "x",
                    "MONTH",
                    HEAD.start(),
                    HEAD.end());
            var row = family.row(head, Tally.of(1, 1));
            assertThat(List.of("unit", "breakdown", "value", "facet", "window", "start", "end"))
                    .extracting(field -> row.get(row.getSchema().getField(field).pos()))
                    .as(family.topic().shortName())
                    .containsExactly(
                            "city",
                            "area",
                            "market",
                            head.facet(),
                            "MONTH",
                            LocalDate.of(2012, 2, 1),
                            LocalDate.of(2012, 2, 29));
            assertThat(row.getSchema().getFields().stream().limit(7).map(field -> field.name()))
                    .containsExactly("unit", "breakdown", "value", "facet", "window", "start", "end");
        }
    }

    // ---- Feedback

    @Test
    void shouldCountFeedbackByKind() {
        FeedbackCount row = row(
                new FeedbackCounts(),
                FeedbackCount.class,
                SampleEvents.rating("OVERALL", Scale.STARS_5, 4),
                SampleEvents.rating("SAFETY", Scale.GRADE_5, 4),
                SampleEvents.rating("SAFETY", Scale.STARS_5, 1),
                SampleEvents.imputedRating("OVERALL", Scale.STARS_5, 5),
                SampleEvents.reaction("HAPPY", "article-1"),
                SampleEvents.reaction("SAD", null),
                SampleEvents.plain(FeedbackKind.SUGGESTION),
                SampleEvents.plain(FeedbackKind.REPORT));

        assertThat(row.getRatings()).isEqualTo(3);
        assertThat(row.getImputed()).isEqualTo(1);
        assertThat(row.getReactions()).isEqualTo(2);
        assertThat(row.getSuggestions()).isEqualTo(1);
        assertThat(row.getReports()).isEqualTo(1);
        assertThat(row.getRatingsAboutVisits()).isZero();
    }

    @Test
    void shouldCountOnlyOverallRatingsAboutVisitsForTheResponseRate() {
        Feedback overall = SampleEvents.rating("OVERALL", Scale.STARS_5, 4);
        FeedbackCount row = row(
                new FeedbackCounts(),
                FeedbackCount.class,
                SampleEvents.about(overall, SubjectType.VISIT, null),
                SampleEvents.about(overall, SubjectType.COMMITMENT, null),
                SampleEvents.about(overall, SubjectType.ARTICLE, "article-1"),
                overall,
                SampleEvents.about(SampleEvents.rating("SAFETY", Scale.STARS_5, 4), SubjectType.VISIT, null),
                SampleEvents.about(SampleEvents.imputedRating("OVERALL", Scale.STARS_5, 4), SubjectType.VISIT, null),
                SampleEvents.about(SampleEvents.plain(FeedbackKind.SUGGESTION), SubjectType.VISIT, null));

        assertThat(row.getRatingsAboutVisits()).isEqualTo(1);
        assertThat(row.getRatings()).isEqualTo(5);
    }

    // ---- Scores

    @Test
    void shouldShowTheWholeDistributionWithZeros() {
        SatisfactionScore row = score(ratings("OVERALL", Scale.STARS_5, 5, 5, 4, 1));

        assertThat(row.getDistribution()).containsExactly(1L, 0L, 0L, 1L, 2L);
        assertThat(row.getAnswers()).isEqualTo(4);
        assertThat(row.getSum()).isEqualTo(15);
        assertThat(row.getMean()).isEqualTo(3.75);
        assertThat(row.getSatisfied()).isEqualTo(3);
        assertThat(row.getSatisfiedShare()).isEqualTo(0.75);
        assertThat(row.getSatisfiedLow()).isCloseTo(0.300641840096908, within(1e-9));
        assertThat(row.getSatisfiedHigh()).isCloseTo(0.954412739704631, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"STARS_5, 5, 4", "GRADE_5, 5, 3", "NPS_11, 11, 9", "YES_NO, 2, 1"})
    void shouldHaveTheScalesOwnThreshold(Scale scale, int possible, int satisfiedFrom) {
        for (int score = scale.lowest(); score <= scale.highest(); score++) {
            SatisfactionScore row = score(ratings("UNLISTED", scale, score));
            assertThat(row.getFacet()).isEqualTo("UNLISTED:" + scale);
            assertThat(row.getDistribution()).hasSize(possible);
            assertThat(row.getDistribution().get(score - scale.lowest())).isEqualTo(1);
            assertThat(row.getSum()).isEqualTo(score);
            assertThat(row.getSatisfied()).as("score %d", score).isEqualTo(score >= satisfiedFrom ? 1 : 0);
        }
    }

    @Test
    void shouldNeverMixScalesOrQuestions() {
        Map<String, SatisfactionScore> rows = rows(
                new SatisfactionScores(CATALOGUE, 10),
                SatisfactionScore.class,
                SampleEvents.rating("OVERALL", Scale.STARS_5, 3),
                SampleEvents.rating("OVERALL", Scale.GRADE_5, 3),
                SampleEvents.rating("SAFETY", Scale.GRADE_5, 3));

        assertThat(rows).containsOnlyKeys("OVERALL:STARS_5", "OVERALL:GRADE_5", "SAFETY:GRADE_5");
        assertThat(rows.get("OVERALL:STARS_5").getSatisfied()).isZero();
        assertThat(rows.get("OVERALL:GRADE_5").getSatisfied()).isEqualTo(1);
    }

    @Test
    void shouldLeaveImputedAnswersOut() {
        SatisfactionScore row = score(
                SampleEvents.rating("OVERALL", Scale.STARS_5, 1),
                SampleEvents.imputedRating("OVERALL", Scale.STARS_5, 5));

        assertThat(row.getAnswers()).isEqualTo(1);
        assertThat(row.getImputed()).isEqualTo(1);
        assertThat(row.getMean()).isEqualTo(1.0);
        assertThat(row.getDistribution()).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    void shouldHaveNoRatioOverZeroAnswers() {
        SatisfactionScore row = score(SampleEvents.imputedRating("OVERALL", Scale.NPS_11, 9));

        assertThat(row.getAnswers()).isZero();
        assertThat(row.getImputed()).isEqualTo(1);
        assertThat(row.getEnough()).isFalse();
        assertThat(row.getMean()).isNull();
        assertThat(row.getSatisfiedShare()).isNull();
        assertThat(row.getSatisfiedLow()).isNull();
        assertThat(row.getSatisfiedHigh()).isNull();
        assertThat(row.getNps()).isNull();
        assertThat(row.getNpsLow()).isNull();
        assertThat(row.getNpsHigh()).isNull();
    }

    @Test
    void shouldScorePromotersLessDetractors() {
        SatisfactionScore row = score(ratings("OVERALL", Scale.NPS_11, 10, 9, 9, 8, 7, 6, 0, 10, 10, 10));

        assertThat(row.getSatisfied()).isEqualTo(6);
        assertThat(row.getNps()).isCloseTo(40, within(1e-9)); // 6 promoters, 2 detractors of 10
        assertThat(row.getNpsLow()).isCloseTo(-9.583602975474, within(1e-9));
        assertThat(row.getNpsHigh()).isCloseTo(89.583602975474, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(names = "NPS_11", mode = EnumSource.Mode.EXCLUDE)
    void shouldHaveNoPromoterScoreOnOtherScales(Scale scale) {
        SatisfactionScore row = score(ratings("OVERALL", scale, 1, 1));

        assertThat(row.getNps()).isNull();
        assertThat(row.getNpsLow()).isNull();
        assertThat(row.getNpsHigh()).isNull();
        assertThat(row.getMean()).isEqualTo(1.0);
    }

    @Test
    void shouldSayEnoughFromTheLimitOn() {
        int[] nine = {1, 2, 3, 4, 5, 1, 2, 3, 4};
        int[] ten = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5};

        assertThat(score(ratings("OVERALL", Scale.STARS_5, nine)).getEnough()).isFalse();
        assertThat(score(ratings("OVERALL", Scale.STARS_5, ten)).getEnough()).isTrue();
    }

    @Test
    void shouldTakeThresholdAndWeightsFromTheCatalogue(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("catalogue.yaml"), """
                question:
                  OVERALL: { en: Overall, zh: 总体, scale: GRADE_5, satisfiedFrom: 4, weights: [0, 30, 60, 80, 100] }
                """);
        Catalogue own = Catalogue.load(Optional.of(file));
        SatisfactionScores scores = new SatisfactionScores(own, 10);

        SatisfactionScore row =
                row(scores, SatisfactionScore.class, ratings("OVERALL", Scale.GRADE_5, 1, 2, 3, 4, 5, 5));

        assertThat(row.getSatisfied()).isEqualTo(3);
        assertThat(row.getMean()).isCloseTo((0 + 30 + 60 + 80 + 100 + 100) / 6.0, within(1e-9));
        assertThat(row.getSum()).isEqualTo(20); // weights only change the mean
        assertThat(row.getDistribution()).containsExactly(1L, 1L, 1L, 1L, 2L);

        SatisfactionScore otherScale = row(scores, SatisfactionScore.class, ratings("OVERALL", Scale.STARS_5, 3, 5));
        assertThat(otherScale.getMean()).isEqualTo(4.0); // that scale's defaults
        assertThat(otherScale.getSatisfied()).isEqualTo(1);
    }

    // ---- Reactions

    @Test
    void shouldCountMoodsByArticle() {
        Map<String, ReactionCount> rows = rows(
                new ReactionCounts(),
                ReactionCount.class,
                SampleEvents.reaction("SAD", "article-1"),
                SampleEvents.reaction("HAPPY", "article-1"),
                SampleEvents.reaction("HAPPY", "article-1"),
                SampleEvents.reaction("HAPPY", "article-1"),
                SampleEvents.reaction("UNHEARD_OF", "article-2"),
                SampleEvents.reaction("HAPPY", null));

        assertThat(rows).containsOnlyKeys("article-1", "article-2");
        assertThat(rows.get("article-1").getReactions()).isEqualTo(4);
        assertThat(rows.get("article-1").getMoods())
                .containsExactly(new Mood("HAPPY", 3L, 0.75), new Mood("SAD", 1L, 0.25));
        assertThat(rows.get("article-2").getMoods()).containsExactly(new Mood("UNHEARD_OF", 1L, 1.0));
        assertThat(new ReactionCounts().rootOnly()).isTrue();
    }

    @Test
    void shouldCountNoRatingAboutAnArticleAsAReaction() {
        Event rating =
                SampleEvents.about(SampleEvents.rating("OVERALL", Scale.STARS_5, 5), SubjectType.ARTICLE, "article-1");

        assertThat(new ReactionCounts().contributionsOf(rating)).isEmpty();
    }

    // ---- Service desks

    @Test
    void shouldCountWhatHappensAtServicePointsAlone() {
        ServiceDeskCount row = row(
                new ServiceDesks(),
                ServiceDeskCount.class,
                SampleEvents.atDesk(3),
                SampleEvents.atDesk(1),
                SampleEvents.talk("city", null),
                SampleEvents.atDesk(SampleEvents.rating("OVERALL", Scale.GRADE_5, 1)),
                SampleEvents.atDesk(SampleEvents.rating("RECOMMEND", Scale.NPS_11, 9)),
                SampleEvents.atDesk(SampleEvents.imputedRating("OVERALL", Scale.GRADE_5, 5)),
                SampleEvents.atDesk(SampleEvents.plain(FeedbackKind.SUGGESTION)),
                SampleEvents.atDesk(SampleEvents.plain(FeedbackKind.REPORT)),
                SampleEvents.rating("OVERALL", Scale.GRADE_5, 4));

        assertThat(row.getVisits()).isEqualTo(2);
        assertThat(row.getPeople()).isEqualTo(4);
        assertThat(row.getFeedbackAsked()).isEqualTo(2);
        assertThat(row.getFeedback()).isEqualTo(4);
        assertThat(row.getRatings()).isEqualTo(2);
        assertThat(row.getSuggestions()).isEqualTo(1);
    }
}
