// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.event.Codes;
import doorstep.event.FeedbackKind;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final List<String> LISTS = List.of(
            "category",
            "mode",
            "channel",
            "topic",
            "source",
            "reaction",
            "question",
            "scale",
            "commitment",
            "feedback",
            "outcome",
            "subject",
            "breakdown",
            "window",
            "special");

    private final Catalogue bundled = Catalogue.load(Optional.empty());

    @TempDir
    private Path dir;

    @Test
    void shouldNameTheCodesOfTheProgrammeInBothLanguages() {
        assertThat(bundled.codes("category"))
                .contains("CASE_PARTY", "LIFE_CHANGE", "DISPUTE_PARTY", "DELEGATE", "GATHERING_PLACE", "TALK", "FORUM")
                .contains("FOLLOW_UP", "INSPECTION", "SERVICE_DESK", "OTHER");
        assertThat(bundled.codes("mode")).containsExactly("DOOR", "PHONE", "MEETING", "SERVICE_POINT", "ONLINE");
        assertThat(bundled.codes("reaction"))
                .containsExactly("SWEAT", "CURIOUS", "SAD", "FUNNY", "ANGRY", "SYMPATHY", "MOVED", "HAPPY");
        assertThat(bundled.codes("question"))
                .containsExactly("OVERALL", "NEEDS", "EFFECT", "ADVICE", "ACCOUNTABILITY", "SAFETY", "RECOMMEND");
        assertThat(bundled.label("category", "LIFE_CHANGE"))
                .isEqualTo(new Label("LIFE_CHANGE", "Household after a major life change", "遭遇重大变故的家庭", true));
        assertThat(bundled.score(Scale.GRADE_5, 3).en()).isEqualTo("Basically satisfied");
    }

    @Test
    void shouldListEveryClosedCodeThatTheCodeKnows() {
        assertThat(bundled.codes("scale")).containsExactlyElementsOf(names(Scale.values()));
        assertThat(bundled.codes("feedback")).containsExactlyElementsOf(names(FeedbackKind.values()));
        assertThat(bundled.codes("subject")).containsExactlyElementsOf(names(SubjectType.values()));
        assertThat(bundled.codes("window")).containsExactlyElementsOf(names(WindowKind.values()));
        assertThat(bundled.codes("breakdown"))
                .containsExactlyElementsOf(
                        Arrays.stream(Breakdown.values()).map(Breakdown::label).toList());
        assertThat(bundled.codes("commitment")).containsExactly("DUTY", "REQUEST", "SUGGESTION", "CALLBACK");
        assertThat(bundled.codes("outcome")).containsExactly("RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE");
        assertThat(bundled.codes("special")).containsExactly(TreePath.ROOT, Codes.OTHER_VALUES);
        for (Scale scale : Scale.values()) {
            for (int score = scale.lowest(); score <= scale.highest(); score++) {
                assertThat(bundled.score(scale, score).listed())
                        .as("%s %d", scale, score)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldHaveAChineseLabelForEveryCode() {
        for (String list : LISTS) {
            for (String code : bundled.codes(list)) {
                assertThat(bundled.label(list, code).zh())
                        .as("%s %s", list, code)
                        .containsPattern("\\p{IsHan}");
            }
        }
    }

    @Test
    void shouldShowAnUnknownCodeAsUnlisted() {
        assertThat(bundled.label("category", "HOUSE_BOAT"))
                .isEqualTo(new Label("HOUSE_BOAT", "HOUSE_BOAT", "HOUSE_BOAT", false));
        assertThat(bundled.question("Q3_01")).isEmpty();
    }

    @Test
    void shouldLeaveTheFormulasOfTheBundledQuestionsAtTheirDefaults() {
        for (String code : bundled.codes("question")) {
            Question question = bundled.question(code).orElseThrow();
            assertThat(question.satisfiedFrom()).isEqualTo(question.scale().satisfiedFrom());
            assertThat(question.weights()).isEmpty();
        }
        assertThat(bundled.fingerprint()).isEmpty();
    }

    @Test
    void shouldCallTheLowestScoresBad() {
        assertThat(bundled.question("OVERALL", Scale.GRADE_5).badBelow()).isEqualTo(3);
        assertThat(bundled.question("OVERALL", Scale.STARS_5).badBelow()).isEqualTo(3);
        assertThat(bundled.question("RECOMMEND", Scale.NPS_11).badBelow()).isEqualTo(7);
        assertThat(bundled.question("UNHEARD_OF", Scale.YES_NO).badBelow()).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatIsBadFromAnOwnFileByQuestionOrByScale() throws IOException {
        Catalogue own = own("{ question: { OVERALL: { en: a, zh: b, scale: GRADE_5, badBelow: 4 },"
                + " OTHER: { en: a, zh: b, scale: STARS_5, badBelow: 3 } },"
                + " scale: { STARS_5: { en: a, zh: b, badBelow: 2 }, YES_NO: { en: a, zh: b, badBelow: 0 } } }");

        assertThat(own.question("OVERALL", Scale.GRADE_5).badBelow()).isEqualTo(4);
        assertThat(own.question("OVERALL", Scale.STARS_5).badBelow()).isEqualTo(2);
        assertThat(own.question("OTHER", Scale.STARS_5).badBelow()).isEqualTo(3);
        assertThat(own.question("UNHEARD_OF", Scale.YES_NO).badBelow()).isZero(); // no score is bad
        assertThat(own.fingerprint().lines())
                .containsExactly(
                        "OTHER STARS_5 4 bad below 3",
                        "OVERALL GRADE_5 3 bad below 4",
                        "STARS_5 bad below 2",
                        "YES_NO bad below 0");
    }

    @Test
    void shouldOpenNoCallBacksUnlessAQuestionAsksForThem() throws IOException {
        assertThat(bundled.codes("question"))
                .noneMatch(code -> bundled.question(code).orElseThrow().callsBack());

        Catalogue own = own("question: { OVERALL: { en: a, zh: b, scale: GRADE_5, callBack: true },"
                + " SAFETY: { en: a, zh: b, scale: GRADE_5, callBack: false } }");

        assertThat(own.question("OVERALL", Scale.GRADE_5).callsBack()).isTrue();
        assertThat(own.question("OVERALL", Scale.STARS_5).callsBack()).isTrue();
        assertThat(own.question("SAFETY", Scale.GRADE_5).callsBack()).isFalse();
        assertThat(own.question("UNHEARD_OF", Scale.GRADE_5).callsBack()).isFalse();
        assertThat(own.fingerprint()).isEqualTo("OVERALL GRADE_5 3 calls back");
        assertThat(Catalogue.ofText("the topic", own.text())
                        .question("OVERALL", Scale.GRADE_5)
                        .callsBack())
                .isTrue();
    }

    @Test
    void shouldBringDutiesBackWhereACategoryAsksForIt() throws IOException {
        assertThat(bundled.codes("category"))
                .noneMatch(code -> bundled.every(code).isPresent());

        Catalogue own = own("category: { A: { en: a, zh: b, every: 1d }, B: { en: a, zh: b, every: 3653d },"
                + " C: { en: a, zh: b } }");

        assertThat(own.every("A")).hasValue(1);
        assertThat(own.every("B")).hasValue(3653);
        assertThat(own.every("C")).isEmpty();
        assertThat(own.every("UNHEARD_OF")).isEmpty();
        assertThat(own.fingerprint().lines()).containsExactly("category.A every 1d", "category.B every 3653d");
        assertThat(Catalogue.ofText("the topic", own.text()).every("B")).hasValue(3653);
    }

    @Test
    void shouldRefuseAThresholdBeyondTheScale() {
        assertThatThrownBy(() -> own("question: { OVERALL: { en: a, zh: b, scale: GRADE_5, badBelow: 6 } }"))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("question.OVERALL.badBelow is 6")
                .hasMessageContaining("from 1 (no score is bad) to 5");
    }

    @Test
    void shouldTakeThresholdAndWeightsFromAnOwnFile() throws IOException {
        Catalogue own = own("question: { OVERALL: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 4,"
                + " weights: [0, 30, 60, 80.5, 100] } }");

        Question question = own.question("OVERALL", Scale.GRADE_5);
        assertThat(question.satisfiedFrom()).isEqualTo(4);
        assertThat(question.weights()).hasValueSatisfying(w -> assertThat(w).containsExactly(0, 30, 60, 80.5, 100));
    }

    @Test
    void shouldKeepAQuestionsThresholdOffItsAnswersOnAnotherScale() throws IOException {
        Catalogue own = own("question: { OVERALL: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 4,"
                + " weights: [0, 1, 2, 3, 4] } }");

        Question onStars = own.question("OVERALL", Scale.STARS_5);
        assertThat(onStars.scale()).isEqualTo(Scale.STARS_5);
        assertThat(onStars.satisfiedFrom()).isEqualTo(4);
        assertThat(own.question("OVERALL", Scale.YES_NO).satisfiedFrom()).isEqualTo(1);
        assertThat(onStars.weights()).isEmpty();
        assertThat(own.question("NEW", Scale.NPS_11).satisfiedFrom()).isEqualTo(9);
    }

    @Test
    void shouldReplaceOpenListsAndKeepTheLabelsOfClosedOnes() throws IOException {
        Catalogue own = own("category: { HOUSE_BOAT: { en: House boat, zh: 船屋 } }\n"
                + "window: { EVER: { en: All time, zh: 全部 } }\n"
                + "scale: { YES_NO: { en: Thumbs, zh: 拇指, scores: { 1: { en: Up, zh: 赞 } } } }");

        assertThat(own.codes("category")).containsExactly("HOUSE_BOAT");
        assertThat(own.codes("mode")).isEmpty();
        assertThat(own.label("window", "EVER").en()).isEqualTo("All time");
        assertThat(own.label("window", "WEEK")).isEqualTo(bundled.label("window", "WEEK"));
        assertThat(own.score(Scale.YES_NO, 1).en()).isEqualTo("Up");
        assertThat(own.score(Scale.YES_NO, 0).en()).isEqualTo("No");
    }

    @Test
    void shouldFingerprintMeaningAndNothingElse() throws IOException {
        String fingerprint = own("question: { B: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 4 },"
                        + " A: { en: a, zh: b, scale: YES_NO, weights: [0, 2.50] } }")
                .fingerprint();

        assertThat(fingerprint).isEqualTo("A YES_NO 1 [0, 2.5]\nB GRADE_5 4");
        assertThat(own("category: { X: { en: x, zh: x } }\nquestion:\n"
                                + "  A: { en: other, zh: words, scale: YES_NO, satisfiedFrom: 1, weights: [0.0, 2.5] }\n"
                                + "  B: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 4 }\n"
                                + "  C: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 3 }")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(own("question: { B: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 5 },"
                                + " A: { en: a, zh: b, scale: YES_NO, weights: [0, 2.50] } }")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseWithFileKeyAndWhatToDo(String yaml, String key, String advice) {
        assertThatThrownBy(() -> own(yaml))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("catalogue " + dir.resolve("own.yaml"))
                .hasMessageContaining(key)
                .hasMessageContaining(advice);
    }

    static Stream<Arguments> shouldRefuseWithFileKeyAndWhatToDo() {
        return Stream.of(
                Arguments.of("categories: {}", "categories is an unknown key", "Known here: category, mode"),
                Arguments.of("mode: { DOOR: { en: a, zh: b, de: c } }", "mode.DOOR.de", "Known here: en, zh"),
                Arguments.of("mode: { DOOR: { en: a } }", "mode.DOOR has no label `zh`", "Add it"),
                Arguments.of("mode: { DOOR: { en: 1, zh: b } }", "mode.DOOR.en", "Put it in quotes"),
                Arguments.of("mode: { DOOR: { en: ' ', zh: b } }", "mode.DOOR.en", "fill it"),
                Arguments.of("mode: { DOOR: \"At the door\" }", "mode.DOOR", "{ en: "),
                Arguments.of("mode: { door: { en: a, zh: b } }", "mode.door", "A-Z"),
                Arguments.of("mode: { OTHER_VALUES: { en: a, zh: b } }", "mode.OTHER_VALUES", "reserved"),
                Arguments.of(every("0d"), "category.A.every is \"0d\"", "from 1d to 3653d"),
                Arguments.of(every("3654d"), "category.A.every", "from 1d to 3653d"),
                Arguments.of(every("99999999999d"), "category.A.every", "from 1d to 3653d"),
                Arguments.of(every("-1d"), "category.A.every", "from 1d to 3653d"),
                Arguments.of(every("90"), "category.A.every", "from 1d to 3653d"),
                Arguments.of(every("12h"), "category.A.every", "from 1d to 3653d"),
                Arguments.of(every(""), "category.A.every", "from 1d to 3653d"),
                Arguments.of("mode: { DOOR: { en: a, zh: b, every: 1d } }", "mode.DOOR.every", "Known here: en, zh"),
                Arguments.of("mode: [DOOR]", "mode has to be a list of codes", "followed by a colon"),
                Arguments.of("window: { LAST_8D: { en: a, zh: b } }", "window.LAST_8D", "closed: LAST_HOUR"),
                Arguments.of("scale: { STARS_7: { en: a, zh: b } }", "scale.STARS_7", "closed: STARS_5"),
                Arguments.of(
                        "scale: { YES_NO: { en: a, zh: b, scores: { 2: { en: a, zh: b } } } }",
                        "scale.YES_NO.scores.2",
                        "from 0 to 1"),
                Arguments.of("question: { A: { en: a, zh: b } }", "question.A has no scale", "Add `scale:`"),
                Arguments.of("question: { A: { en: a, zh: b, scale: STARS } }", "question.A.scale", "Use one of"),
                Arguments.of(question("NPS_11, satisfiedFrom: 8"), "question.A", "promoters are 9 and 10"),
                Arguments.of(question("NPS_11, satisfiedFrom: 9"), "question.A", "promoters are 9 and 10"),
                Arguments.of(question("NPS_11, weights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]"), "question.A", "promoters"),
                Arguments.of(question("STARS_5, satisfiedFrom: 6"), "question.A.satisfiedFrom", "from 2 to 5"),
                Arguments.of(question("STARS_5, satisfiedFrom: 1"), "question.A.satisfiedFrom", "from 2 to 5"),
                Arguments.of(question("STARS_5, satisfiedFrom: 3.5"), "question.A.satisfiedFrom", "from 2 to 5"),
                Arguments.of(question("STARS_5, satisfiedFrom:"), "question.A.satisfiedFrom", "from 2 to 5"),
                Arguments.of(question("YES_NO, weights: [1]"), "question.A.weights", "a list of 2 numbers"),
                Arguments.of(question("YES_NO, weights: [1, .nan]"), "line 1", "not valid YAML"),
                Arguments.of(question("YES_NO, callBack: always"), "question.A.callBack", "Use true"),
                Arguments.of("mode: \u0000\u0001", "not valid", "YAML"),
                Arguments.of("mode: *none", "mode", ""),
                Arguments.of(question("YES_NO, weights: [1, 1e999999999]"), "question.A.weights", "Use numbers"),
                Arguments.of(question("YES_NO, weights: [1, 1e-999999999]"), "question.A.weights", "Use numbers"),
                Arguments.of(question("YES_NO, weights: [1, high]"), "question.A.weights", "Use numbers"),
                Arguments.of("mode:\n  DOOR: { en: a, zh: b }\n  DOOR: { en: a, zh: b }", "line 3", "twice"),
                Arguments.of("mode:\n  DOOR: { en: a", "line 2", "not valid YAML"),
                Arguments.of("", "is not a catalogue", "bundled one"),
                Arguments.of("just text", "is not a catalogue", "bundled one"));
    }

    @Test
    void shouldSayThatTheFileIsNotThere() {
        Path missing = dir.resolve("missing.yaml");
        assertThatThrownBy(() -> Catalogue.load(Optional.of(missing)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("Correct the path");
    }

    private static String question(String scaleAndMore) {
        return "question: { A: { en: a, zh: b, scale: " + scaleAndMore + " } }";
    }

    private static String every(String days) {
        return "category: { A: { en: a, zh: b, every: " + days + " } }";
    }

    private Catalogue own(String yaml) throws IOException {
        Path file = Files.writeString(dir.resolve("own.yaml"), yaml);
        return Catalogue.load(Optional.of(file));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
