// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.catalogue.Catalogue;
import doorstep.event.Scale;
import doorstep.ingest.BadLine;
import doorstep.ingest.EventSink;
import doorstep.ingest.ImportListener;
import doorstep.ingest.ImportOptions;
import doorstep.ingest.ImportResult;
import doorstep.ingest.Importer;
import doorstep.ingest.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports the sample: no row is refused, and the events match the files. */
class SampleImportTest {
    @TempDir
    private static Path dir;

    private static final Map<String, ImportResult> RESULTS = new HashMap<>();
    private static final List<BadLine> BAD_LINES = new ArrayList<>();
    private static final List<Visit> VISITS = new ArrayList<>();
    private static final List<Feedback> FEEDBACK = new ArrayList<>();
    private static final List<Commitment> COMMITMENTS = new ArrayList<>();

    @BeforeAll
    static void importSample() throws IOException {
        EventSink sink = (topic, event) -> {
            if (event instanceof Visit visit) {
                VISITS.add(visit);
            } else if (event instanceof Feedback feedback) {
                FEEDBACK.add(feedback);
            } else {
                COMMITMENTS.add((Commitment) event);
            }
        };
        ImportListener listener = new ImportListener() {
            @Override
            public void onBadLine(BadLine line) {
                BAD_LINES.add(line);
            }
        };
        for (OutreachSample.SampleFile part : OutreachSample.writeTo(dir)) {
            Importer importer = new Importer(Mapping.load(part.mapping()), sink, ImportOptions.defaults(), listener);
            RESULTS.put(part.data().getFileName().toString(), importer.run(List.of(part.data())));
        }
    }

    @Test
    void shouldImportEveryRowAsOneEvent() throws IOException {
        assertThat(BAD_LINES).isEmpty();
        assertThat(RESULTS).hasSize(7);
        for (Map.Entry<String, ImportResult> result : RESULTS.entrySet()) {
            int rows = SampleFile.read(dir.resolve(result.getKey())).rows().size();
            assertThat(result.getValue().rows()).as(result.getKey()).isEqualTo(rows);
            assertThat(result.getValue().allEvents()).as(result.getKey()).isEqualTo(rows);
        }
    }

    @Test
    void shouldCountTheVisitsOfTheFile() throws IOException {
        List<Map<String, String>> rows =
                SampleFile.read(dir.resolve("visits.csv")).surviving("visit");
        Collection<Visit> visits = survivingVisits();

        assertThat(visits).hasSize(rows.size());
        assertThat(visits.stream().mapToLong(Visit::getHouseholds).sum()).isEqualTo(sum(rows, "households"));
        assertThat(visits.stream().mapToLong(Visit::getPeople).sum()).isEqualTo(sum(rows, "people"));
        assertThat(visits.stream().mapToLong(Visit::getFeedbackAsked).sum()).isEqualTo(sum(rows, "asked"));
        assertThat(visits.stream().collect(Collectors.groupingBy(Visit::getCategory, Collectors.counting())))
                .isEqualTo(rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.get("purpose")
                                        .toUpperCase(Locale.ROOT)
                                        .replaceAll("[ -]", "_"),
                                Collectors.counting())));
    }

    @Test
    void shouldCountTheFeedbackOfTheFiles() throws IOException {
        Collection<Feedback> feedback = survivingFeedback();
        Map<String, Long> kinds =
                feedback.stream().collect(Collectors.groupingBy(Feedback::getKind, Collectors.counting()));
        List<Map<String, String>> ratings =
                SampleFile.read(dir.resolve("ratings.csv")).surviving("rating");

        assertThat(kinds)
                .isEqualTo(Map.of(
                        "RATING", (long) ratings.size(),
                        "SUGGESTION", survivors("suggestions.csv", "suggestion"),
                        "REPORT", survivors("reports.csv", "report"),
                        "REACTION", survivors("reactions.csv", "article", "reader")));
        assertThat(feedback.stream()
                        .filter(each -> each.getKind().equals("RATING"))
                        .mapToLong(Feedback::getScore)
                        .sum())
                .isEqualTo(sum(ratings, "score"));
        assertThat(feedback.stream().filter(Feedback::getImputed)).hasSize((int) ratings.stream()
                .filter(row -> row.get("filled in").equals("yes"))
                .count());
    }

    @Test
    void shouldCountWhatIsOwed() throws IOException {
        Map<String, Commitment> last = new HashMap<>();
        COMMITMENTS.forEach(each ->
                last.merge(each.getKind() + each.getId(), each, (a, b) -> b.getRevision() > a.getRevision() ? b : a));
        List<Commitment> surviving =
                last.values().stream().filter(each -> !each.getWithdrawn()).toList();
        List<Map<String, String>> cases =
                SampleFile.read(dir.resolve("cases.csv")).surviving("case");
        long duties = survivors("duties.csv", "duty");

        assertThat(surviving.stream().collect(Collectors.groupingBy(Commitment::getKind, Collectors.counting())))
                .isEqualTo(Map.of(
                        "DUTY", duties,
                        "REQUEST",
                                cases.stream()
                                        .filter(row -> row.get("kind").equals("request"))
                                        .count(),
                        "SUGGESTION", survivors("suggestions.csv", "suggestion")));
        for (Map.Entry<String, Function<Commitment, Object>> field : Map.<String, Function<Commitment, Object>>of(
                        "acknowledged", Commitment::getAcknowledgedAt,
                        "assigned", Commitment::getAssignedAt,
                        "first due", Commitment::getFirstDueAt,
                        "closed", Commitment::getClosedAt,
                        "outcome", Commitment::getOutcome,
                        "returned", each -> each.getReturnedAt().isEmpty() ? null : each,
                        "reopened", each -> each.getReopenedAt().isEmpty() ? null : each)
                .entrySet()) {
            assertThat(surviving.stream()
                            .filter(each -> !each.getKind().equals("DUTY"))
                            .filter(each -> field.getValue().apply(each) != null))
                    .as(field.getKey())
                    .hasSize((int) cases.stream()
                            .filter(row -> !row.get(field.getKey()).isEmpty())
                            .count());
        }
        assertThat(surviving).allMatch(each -> each.getDueAt() != null);
        assertThat(VISITS.stream().filter(visit -> visit.getFulfils() != null)).hasSizeGreaterThan(3_000);
    }

    @Test
    void shouldCountEachMoodAsTheCatalogueNamesIt() throws IOException {
        Catalogue catalogue = Catalogue.load(Optional.empty());
        Map<String, Long> moods = survivingFeedback().stream()
                .filter(each -> each.getReaction() != null)
                .map(each -> catalogue.label("reaction", each.getReaction()).zh())
                .collect(Collectors.groupingBy(mood -> mood, Collectors.counting()));

        assertThat(moods)
                .isEqualTo(SampleFile.read(dir.resolve("reactions.csv")).surviving("article", "reader").stream()
                        .collect(Collectors.groupingBy(row -> row.get("mood"), Collectors.counting())));
    }

    @Test
    void shouldKeepEachRatingWithItsUnitQuestionAndDay() throws IOException {
        Map<String, Integer> fromEvents = new HashMap<>();
        for (Feedback each : survivingFeedback()) {
            if (each.getKind().equals("RATING")) {
                LocalDate day = each.getOccurredAt().atZone(OutreachSample.ZONE).toLocalDate();
                fromEvents.merge(each.getUnit() + each.getQuestion() + day, each.getScore(), Integer::sum);
            }
        }
        Map<String, Integer> fromFile = new HashMap<>();
        for (Map<String, String> row :
                SampleFile.read(dir.resolve("ratings.csv")).surviving("rating")) {
            String station = row.get("station").isEmpty() ? "" : "/" + row.get("station");
            String unit = "Sample City/" + row.get("district") + station;
            String day = row.get("at").substring(0, 10);
            fromFile.merge(unit + row.get("question") + day, Integer.valueOf(row.get("score")), Integer::sum);
        }

        assertThat(fromEvents.equals(fromFile)).isTrue();
    }

    @Test
    void shouldUseListedCodesOnly() {
        Catalogue catalogue = Catalogue.load(Optional.empty());

        assertThat(codes(Stream.concat(
                        VISITS.stream().map(Visit::getCategory),
                        COMMITMENTS.stream().map(Commitment::getCategory))))
                .isEqualTo(catalogue.codes("category"));
        assertThat(codes(VISITS.stream().map(Visit::getMode))).isEqualTo(catalogue.codes("mode"));
        assertThat(codes(FEEDBACK.stream().map(Feedback::getReaction))).isEqualTo(catalogue.codes("reaction"));
        assertThat(codes(FEEDBACK.stream().flatMap(each -> each.getTopics().stream())))
                .isEqualTo(catalogue.codes("topic"));
        assertThat(catalogue.codes("source"))
                .containsAll(codes(VISITS.stream().map(Visit::getSource)))
                .containsAll(codes(FEEDBACK.stream().map(Feedback::getSource)));
        assertThat(catalogue.codes("channel"))
                .containsAll(codes(FEEDBACK.stream().map(Feedback::getChannel)));
    }

    @Test
    void shouldAskEachQuestionOnTheScaleOfTheCatalogue() {
        Catalogue catalogue = Catalogue.load(Optional.empty());
        Set<String> asked = FEEDBACK.stream()
                .filter(each -> each.getKind().equals("RATING"))
                .map(each -> each.getQuestion() + ":" + each.getScale())
                .collect(Collectors.toSet());

        assertThat(asked)
                .isEqualTo(catalogue.codes("question").stream()
                        .map(code -> code + ":" + scale(catalogue, code))
                        .collect(Collectors.toSet()));
    }

    @Test
    void shouldRateVisitsAndReactToArticles() {
        Set<String> visits = VISITS.stream().map(Visit::getId).collect(Collectors.toSet());
        for (Feedback each : FEEDBACK) {
            About about = each.getAbout();
            switch (each.getKind()) {
                case "RATING" -> {
                    assertThat(about.getType()).isEqualTo("VISIT");
                    assertThat(visits).contains(about.getId());
                }
                case "REACTION" -> assertThat(about.getType()).isEqualTo("ARTICLE");
                default -> assertThat(about).isNull();
            }
        }
    }

    @Test
    void shouldBeInTheHalfYearOfShanghai() {
        Instant start = Instant.parse("2010-12-31T16:00:00Z");
        Instant end = OutreachSample.AS_OF.plusSeconds(59);

        assertThat(Stream.concat(
                                survivingVisits().stream().map(Visit::getOccurredAt),
                                survivingFeedback().stream().map(Feedback::getOccurredAt))
                        .filter(time -> time.isBefore(start) || time.isAfter(end)))
                .isEmpty();
        assertThat(VISITS.stream()
                        .filter(visit -> visit.getId().equals("V00002"))
                        .map(Visit::getOccurredAt))
                .contains(Instant.parse("2011-01-01T01:50:00Z")); // 09:50 in the file
    }

    @Test
    void shouldNameUnitsAndAreas() {
        assertThat(VISITS.stream().map(Visit::getUnit))
                .contains(
                        "Sample City/Foundry/Coal Wharf", "Sample City/Northgate", "Sample City/Gateways/Airport Desk");
        assertThat(VISITS.stream().map(Visit::getArea)).contains("Sample City/Foundry/Coal Wharf East");
        assertThat(VISITS.stream().filter(visit -> visit.getArea() == null))
                .as("without an area")
                .isNotEmpty();
        assertThat(FEEDBACK.stream().map(Feedback::getUnit)).contains("Sample City");
    }

    private static Scale scale(Catalogue catalogue, String question) {
        return catalogue.question(question).orElseThrow().scale();
    }

    private static Set<String> codes(Stream<String> codes) {
        return codes.filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static long survivors(String file, String... id) throws IOException {
        return SampleFile.read(dir.resolve(file)).surviving(id).size();
    }

    private static Collection<Visit> survivingVisits() {
        Map<String, Visit> last = new HashMap<>();
        VISITS.forEach(visit -> last.merge(visit.getId(), visit, (a, b) -> b.getRevision() > a.getRevision() ? b : a));
        return last.values().stream().filter(visit -> !visit.getWithdrawn()).toList();
    }

    private static Collection<Feedback> survivingFeedback() {
        Map<String, Feedback> last = new HashMap<>();
        FEEDBACK.forEach(each -> last.merge(each.getId(), each, (a, b) -> b.getRevision() > a.getRevision() ? b : a));
        return last.values().stream().filter(each -> !each.getWithdrawn()).toList();
    }

    private static long sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }
}
