// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutreachSampleTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");
    private static final Map<String, String[]> IDS = Map.of(
            "visits.csv", new String[] {"visit"},
            "duties.csv", new String[] {"duty"},
            "cases.csv", new String[] {"case"},
            "ratings.csv", new String[] {"rating"},
            "suggestions.csv", new String[] {"suggestion"},
            "reports.csv", new String[] {"report"},
            "reactions.csv", new String[] {"article", "reader"});

    private static final Set<String> MUST_VISITS =
            Set.of("case party", "life change", "dispute party", "delegate", "gathering place");

    @TempDir
    private static Path dir;

    private static final Map<String, SampleFile> FILES = new TreeMap<>();

    @BeforeAll
    static void write() throws IOException {
        for (OutreachSample.SampleFile part : OutreachSample.writeTo(dir)) {
            FILES.put(part.data().getFileName().toString(), SampleFile.read(part.data()));
        }
    }

    @Test
    void shouldChangeTheBundledCatalogueInTwoWaysOnly(@TempDir Path elsewhere) throws IOException {
        Catalogue bundled = Catalogue.load(Optional.empty());
        Catalogue own = Catalogue.load(
                Optional.of(Files.writeString(elsewhere.resolve("catalogue.yaml"), OutreachSample.catalogue())));

        assertThat(own.codes("question"))
                .isNotEmpty()
                .containsExactlyElementsOf(bundled.codes("question"))
                .allMatch(code -> own.question(code).orElseThrow().callsBack())
                .allMatch(code -> own.label("question", code).equals(bundled.label("question", code)));
        assertThat(own.codes("category"))
                .containsExactlyElementsOf(bundled.codes("category"))
                .allMatch(code ->
                        own.every(code).equals(code.equals("DELEGATE") ? OptionalInt.of(90) : OptionalInt.empty()))
                .allMatch(code -> own.label("category", code).equals(bundled.label("category", code)));
    }

    @Test
    void shouldBearOutWhatTheProgrammePublished() {
        List<Map<String, String>> visits = surviving("visits.csv");
        List<Map<String, String>> overall = overallAnswers("2011-01-01", "2011-04-01", row -> true);
        Map<String, Double> figures = Map.of(
                "Households visited", (double) sum(visits, "households"),
                "People visited", (double) sum(visits, "people"),
                "Invitation talks", (double) count(visits, "purpose", "talk"),
                "Supervisors' forums", (double) count(visits, "purpose", "forum"),
                "Satisfied, first quarter", share(overall),
                "Suggestions", (double) surviving("suggestions.csv").size(),
                "Requests resolved", (double) count(requests(), "outcome", "solved"));

        assertThat(Published.totals()).extracting(Published::en).containsExactlyInAnyOrderElementsOf(figures.keySet());
        for (Published total : Published.totals()) {
            assertThat(total.isMetBy(figures.get(total.en())))
                    .as("%s: %s", total.en(), figures.get(total.en()))
                    .isTrue();
        }
    }

    /** Figures far above the published ones would be as wrong as figures below them. */
    @Test
    void shouldStayNearWhatTheProgrammePublished() {
        List<Map<String, String>> visits = surviving("visits.csv");

        assertThat(sum(visits, "households")).isBetween(3_000L, 3_300L);
        assertThat(sum(visits, "people")).isBetween(10_000L, 11_500L);
        assertThat(share(overallAnswers("2011-01-01", "2011-04-01", row -> true)))
                .isBetween(0.95, 0.98);
    }

    @Test
    void shouldBeTheSameBytesEveryTime(@TempDir Path again) throws IOException {
        OutreachSample.writeTo(again);

        try (Stream<Path> files = Files.list(dir)) {
            List<Path> written = files.toList();
            assertThat(written).hasSize(15);
            for (Path file : written) {
                assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
    }

    /** Guards against differences between JDKs. After a deliberate change of the sample, update the hashes. */
    @Test
    void shouldBeTheSameBytesOnEveryMachine() throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        for (String file : FILES.keySet()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(dir.resolve(file)));
            hashes.put(file, HexFormat.of().formatHex(hash, 0, 8));
        }

        assertThat(hashes)
                .isEqualTo(Map.of(
                        "cases.csv", "eb276bf33fd53ff3",
                        "duties.csv", "77fa5d50314cd073",
                        "ratings.csv", "69c20bf397a8ed71",
                        "reactions.csv", "70471d557438aa9e",
                        "reports.csv", "c5ee5d724cda145e",
                        "suggestions.csv", "83f9affd0b99c214",
                        "visits.csv", "1aa255fa5969e39e"));
    }

    @Test
    void shouldHoldEveryCategoryModeQuestionAndMood() {
        assertThat(values("visits.csv", "purpose"))
                .containsExactlyInAnyOrder(
                        "case party",
                        "life change",
                        "dispute party",
                        "delegate",
                        "gathering place",
                        "talk",
                        "forum",
                        "follow-up",
                        "inspection",
                        "service desk",
                        "other");
        assertThat(values("visits.csv", "how")).containsExactlyInAnyOrder("door", "phone", "meeting", "desk", "online");
        assertThat(values("ratings.csv", "question"))
                .containsExactlyInAnyOrder(
                        "OVERALL", "NEEDS", "EFFECT", "ADVICE", "ACCOUNTABILITY", "SAFETY", "RECOMMEND");
        assertThat(values("ratings.csv", "scale")).containsExactlyInAnyOrder("GRADE_5", "STARS_5", "YES_NO", "NPS_11");
        assertThat(values("reports.csv", "officer"))
                .containsExactlyInAnyOrder("community", "market", "transport", "school");
        assertThat(values("reactions.csv", "mood"))
                .containsExactlyInAnyOrder("流汗", "新奇", "难过", "搞笑", "愤怒", "同情", "感动", "高兴");
        assertThat(surviving("ratings.csv").stream().filter(OutreachSampleTest::isImputed))
                .hasSizeGreaterThan(100);
    }

    @Test
    void shouldHoldTheMishapsOfLife() {
        FILES.forEach((name, file) -> {
            String[] id = IDS.get(name);
            Set<Map<String, String>> different = new HashSet<>(file.rows());
            List<Map<String, String>> last = file.last(id);
            assertThat(different.size())
                    .as("%s: without exact duplicates", name)
                    .isLessThan(file.rows().size());
            assertThat(last.stream().filter(SampleFile::isWithdrawn))
                    .as("%s: withdrawn", name)
                    .isNotEmpty();
            assertThat(last.stream().filter(row -> !SampleFile.isWithdrawn(row) && SampleFile.version(row) > 0))
                    .as("%s: corrected", name)
                    .isNotEmpty();
            assertThat(overtaken(file, id))
                    .as("%s: correction before the row it corrects", name)
                    .isPositive();
            assertThat(file.rows().stream().filter(row -> time(row, "entered")
                            .isAfter(time(row, "at").plusDays(3))))
                    .as("%s: late", name)
                    .isNotEmpty();
        });
    }

    @Test
    void shouldCorrectUnitScoreAndTime() {
        assertThat(corrected("visits.csv", "station")).isPositive();
        assertThat(corrected("visits.csv", "at")).isPositive();
        assertThat(corrected("ratings.csv", "score")).isPositive();
        assertThat(corrected("ratings.csv", "station")).isPositive();
        assertThat(corrected("ratings.csv", "at")).isPositive();
        assertThat(corrected("ratings.csv", "filled in"))
                .as("silence that spoke later")
                .isPositive();
        assertThat(corrected("reactions.csv", "mood")).isPositive();
        assertThat(corrected("visits.csv", "withdrawn"))
                .as("withdrawn and reinstated")
                .isPositive();
    }

    /**
     * If one version had two contents, their hashes would decide which one counts, which nobody could check by hand.
     */
    @Test
    void shouldHaveOneContentForEachVersion() {
        FILES.forEach((name, file) -> {
            Map<String, Map<String, String>> contents = new HashMap<>();
            for (Map<String, String> row : file.rows()) {
                String version = SampleFile.id(row, IDS.get(name)) + row.get("version");
                assertThat(contents.merge(version, row, (first, second) -> first))
                        .as(name)
                        .isEqualTo(row);
            }
        });
    }

    @Test
    void shouldBeBetweenTheFirstDayAndAsOf() {
        assertThat(OutreachSample.AS_OF).isEqualTo(Instant.parse("2011-07-18T15:59:00Z"));
        LocalDateTime first = LocalDateTime.of(2011, 1, 1, 0, 0);
        LocalDateTime end = LocalDateTime.of(2011, 7, 18, 23, 59, 59);
        for (String name : FILES.keySet()) {
            for (Map<String, String> row : surviving(name)) {
                assertThat(time(row, "at")).as(name).isBetween(first, end);
                assertThat(time(row, "entered")).as(name).isBetween(time(row, "at"), end);
            }
        }
        assertThat(surviving("visits.csv").stream().filter(row -> row.get("at").startsWith("2011-07-18 23:")))
                .as("visits in the last hour")
                .isNotEmpty();
    }

    @Test
    void shouldHaveUnitsThatDiffer() {
        assertThat(upperBound("Coal Wharf")).isLessThan(0.95);
        assertThat(upperBound("Dye Works")).isLessThan(0.95);
        assertThat(share(overallAnswers("2011-01-01", "2011-04-01", inStation("Toll House"))))
                .isGreaterThan(0.95);
        assertThat(share(overallAnswers("2011-04-01", "2011-12-31", inStation("Toll House"))))
                .isLessThan(0.87);
        assertThat(overallAnswers("2011-01-01", "2011-12-31", inStation("Reed Island")))
                .as("too few answers to tell")
                .hasSizeBetween(1, 9);
    }

    @Test
    void shouldHaveNoMoreOverallAnswersAboutAVisitThanPeopleAsked() {
        Map<String, Long> answers = surviving("ratings.csv").stream()
                .filter(row -> row.get("question").equals("OVERALL"))
                .filter(row -> SampleFile.version(row) == 0 && row.get("rating").matches("R[0-9]+"))
                .collect(Collectors.groupingBy(row -> row.get("visit"), Collectors.counting()));
        Map<String, Long> asked = new HashMap<>();
        surviving("visits.csv").forEach(row -> asked.put(row.get("visit"), Long.valueOf(row.get("asked"))));

        assertThat(asked).containsKeys(answers.keySet().toArray(String[]::new));
        answers.forEach((visit, count) -> assertThat(count).as(visit).isLessThanOrEqualTo(asked.get(visit)));
    }

    @Test
    void shouldSayThatItIsGenerated() throws IOException {
        assertThat(dir.resolve("README.txt"))
                .content()
                .contains("GENERATED", Long.toString(OutreachSample.SEED), "visits.csv")
                .contains(String.format(
                        "%,6d rows", FILES.get("ratings.csv").rows().size()))
                .doesNotContain("${");
        for (String name : FILES.keySet()) {
            assertThat(dir.resolve(name.replace(".csv", ".yaml")))
                    .content()
                    .contains("Sample City", "generated sample");
        }
    }

    // ---- Commitments

    private static List<Map<String, String>> requests() {
        return surviving("cases.csv").stream()
                .filter(row -> row.get("kind").equals("request"))
                .toList();
    }

    @Test
    void shouldHaveADutyBehindEveryMustVisit() {
        Map<String, Map<String, String>> duties = new HashMap<>();
        surviving("duties.csv").forEach(row -> duties.put(row.get("duty"), row));
        long met = 0;
        for (Map<String, String> visit : surviving("visits.csv")) {
            boolean mustVisit = MUST_VISITS.contains(visit.get("purpose"));
            boolean leads = visit.get("visit").matches("V[0-9]+");
            if (leads) {
                assertThat(visit.get("fulfils").startsWith("D")).as("%s", visit).isEqualTo(mustVisit);
            }
            if (mustVisit && leads) {
                Map<String, String> duty = duties.get(visit.get("fulfils"));
                assertThat(duty).as("duty of %s", visit).isNotNull();
                assertThat(duty.get("purpose")).isEqualTo(visit.get("purpose"));
                assertThat(time(duty, "at")).isBeforeOrEqualTo(time(visit, "at"));
                boolean first =
                        visit.get("visit").substring(1).equals(duty.get("duty").substring(1));
                met += first && visit.get("at").compareTo(duty.get("due")) <= 0 ? 1 : 0;
            }
        }
        assertThat((double) met / duties.size()).as("coverage").isBetween(0.88, 0.97);
        assertThat(values("duties.csv", "outcome")).containsExactlyInAnyOrder("", "moved away", "done otherwise");
    }

    @Test
    void shouldHoldEveryTurnThatARequestCanTake() {
        assertThat(requests()).hasSizeBetween(150, 220);
        assertThat(values("cases.csv", "outcome"))
                .containsExactlyInAnyOrder("", "solved", "not solved", "refused", "duplicate");
        assertThat(values("cases.csv", "about")).hasSize(9);
        for (String turn : List.of("acknowledged", "assigned", "returned", "first due", "closed", "reopened")) {
            assertThat(requests().stream().filter(row -> !row.get(turn).isEmpty()))
                    .as(turn)
                    .hasSizeGreaterThan(4);
        }
        assertThat(requests().stream().filter(row -> row.get("closed").compareTo(row.get("due")) > 0))
                .as("closed too late")
                .isNotEmpty();
        assertThat(requests().stream()
                        .filter(row ->
                                row.get("closed").isEmpty() && row.get("due").compareTo("2011-07-18 23:59") < 0))
                .as("overdue")
                .isNotEmpty();
        assertThat(corrected("cases.csv", "station")).as("re-assigned").isPositive();
    }

    @Test
    void shouldOweAnAnswerToEverySuggestion() {
        Set<String> owed = surviving("cases.csv").stream()
                .filter(row -> row.get("kind").equals("suggestion"))
                .map(row -> row.get("case"))
                .collect(Collectors.toSet());

        assertThat(values("suggestions.csv", "suggestion")).isEqualTo(owed).hasSizeGreaterThan(200);
    }

    @Test
    void shouldRingUpAboutBadRatings() {
        Set<String> bad = surviving("ratings.csv").stream()
                .filter(OutreachSampleTest::isBad)
                .map(row -> "callback:VISIT:" + row.get("visit") + ":" + row.get("question"))
                .collect(Collectors.toSet());
        Set<String> called = values("visits.csv", "fulfils").stream()
                .filter(fulfils -> fulfils.startsWith("callback:"))
                .collect(Collectors.toSet());

        assertThat(bad).containsAll(called);
        assertThat((double) called.size() / bad.size()).isBetween(0.7, 0.97);
        assertThat(surviving("ratings.csv").stream()
                        .filter(row -> row.get("rating").startsWith("C")))
                .as("second ratings")
                .hasSizeGreaterThan(50);
    }

    private static boolean isBad(Map<String, String> rating) {
        int score = Integer.parseInt(rating.get("score"));
        return switch (rating.get("scale")) {
            case "YES_NO" -> score == 0;
            case "NPS_11" -> score < 7;
            default -> score < 3;
        };
    }

    private static long overtaken(SampleFile file, String... id) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> versions = new HashSet<>();
        long overtaken = 0;
        for (Map<String, String> row : file.rows()) {
            int version = SampleFile.version(row);
            boolean isNew = versions.add(SampleFile.id(row, id) + version);
            if (isNew && seen.merge(SampleFile.id(row, id), version, Math::max) > version) {
                overtaken++;
            }
        }
        return overtaken;
    }

    /** The number of ids whose current row differs in a column from an earlier version. */
    private static long corrected(String name, String column) {
        Map<String, Map<String, String>> last = new HashMap<>();
        surviving(name).forEach(row -> last.put(SampleFile.id(row, IDS.get(name)), row));
        return FILES.get(name).rows().stream()
                .filter(row -> last.containsKey(SampleFile.id(row, IDS.get(name))))
                .filter(row ->
                        !last.get(SampleFile.id(row, IDS.get(name))).get(column).equals(row.get(column)))
                .count();
    }

    private static double upperBound(String station) {
        List<Map<String, String>> answers = overallAnswers("2011-01-01", "2011-12-31", inStation(station));
        double n = answers.size();
        double x = share(answers) * n;
        double z = 1.959964;
        return (2 * x + z * z + z * Math.sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z));
    }

    private static Predicate<Map<String, String>> inStation(String station) {
        return row -> row.get("station").equals(station);
    }

    private static List<Map<String, String>> overallAnswers(
            String from, String before, Predicate<Map<String, String>> which) {
        List<Map<String, String>> answers = new ArrayList<>();
        for (Map<String, String> row : surviving("ratings.csv")) {
            if (row.get("question").equals("OVERALL")
                    && !isImputed(row)
                    && row.get("at").compareTo(from) >= 0
                    && row.get("at").compareTo(before) < 0
                    && which.test(row)) {
                answers.add(row);
            }
        }
        return answers;
    }

    private static boolean isImputed(Map<String, String> row) {
        return row.get("filled in").equals("yes");
    }

    private static double share(List<Map<String, String>> grades) {
        return grades.stream()
                        .filter(row -> Integer.parseInt(row.get("score")) >= 3)
                        .count()
                / (double) grades.size();
    }

    private static List<Map<String, String>> surviving(String name) {
        return FILES.get(name).surviving(IDS.get(name));
    }

    private static Set<String> values(String name, String column) {
        return surviving(name).stream().map(row -> row.get(column)).collect(Collectors.toSet());
    }

    private static long count(List<Map<String, String>> rows, String column, String value) {
        return rows.stream().filter(row -> row.get(column).equals(value)).count();
    }

    private static long sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }

    private static LocalDateTime time(Map<String, String> row, String column) {
        return LocalDateTime.parse(row.get(column), TIME);
    }
}
