// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @Test
    void shouldShowWhatAnswersMean() {
        Doorstep result = Doorstep.run("catalogue", "show");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .containsPattern("(?m)^question +scale +satisfiedFrom +badBelow +callBack +weights +en +zh$")
                .containsPattern("(?m)^OVERALL +GRADE_5 +3 +3 +false +- +Overall satisfaction +总体满意度$")
                .containsPattern("(?m)^RECOMMEND +NPS_11 +9 +7 +false +- ")
                .containsPattern("(?m)^STARS_5 +1 to 5 +4 +3 +Five stars +五星$")
                .containsPattern("(?m)^GRADE_5 +3 +Basically satisfied +基本满意$")
                .containsPattern("(?m)^LIFE_CHANGE +- +Household after a major life change +遭遇重大变故的家庭$");
    }

    @Test
    void shouldShowAFileWithItsThresholdsAndWeights() throws IOException {
        Path file = file("""
                question: { CARE: { en: Care, zh: 护理, scale: STARS_5, satisfiedFrom: 5, badBelow: 2,
                  weights: [0, 25, 50.5, 75, 100], callBack: true } }
                """);

        assertThat(Doorstep.run("catalogue", "show", file.toString()).out())
                .containsPattern("(?m)^CARE +STARS_5 +5 +2 +true +0 25 50.5 75 100 +Care +护理$");
    }

    @Test
    void shouldShowWhichDutiesComeBack() throws IOException {
        Path file = file("category: { A: { en: a, zh: 甲, every: 90d }, B: { en: b, zh: 乙 } }");

        assertThat(Doorstep.run("catalogue", "show", file.toString()).out())
                .containsPattern("(?m)^category +every +en +zh$")
                .containsPattern("(?m)^A +90d +a +甲$")
                .containsPattern("(?m)^B +- +b +乙$");
        assertThat(jsonLines(Doorstep.run("catalogue", "show", "--json", file.toString())))
                .contains(
                        json("{'list':'category','code':'A','en':'a','zh':'甲','every':'90d'}"),
                        json("{'list':'category','code':'B','en':'b','zh':'乙','every':null}"));
        assertThat(Doorstep.run("catalogue", "check", file.toString()).out())
                .contains("Existing rows need `doorstep rebuild`:", "\n  category A: every 90d instead of none\n");
    }

    @Test
    void shouldShowCodesAndScoresAsJsonLines() throws IOException {
        Path file = file("""
                question: { CARE: { en: Care, zh: 护理, scale: YES_NO, weights: [0, 100], callBack: true } }
                """);

        List<JsonNode> lines = jsonLines(Doorstep.run("catalogue", "show", "--json", file.toString()));

        assertThat(lines)
                .contains(
                        json("{'list':'question','code':'CARE','en':'Care','zh':'护理','scale':'YES_NO',"
                                + "'satisfiedFrom':1,'weights':[0,100],'badBelow':1,'callBack':true}"),
                        json("{'list':'outcome','code':'REFUSED','en':'Refused','zh':'不予受理'}"),
                        json("{'list':'scale','code':'GRADE_5','en':'Five grades','zh':'五级','lowest':1,'highest':5,"
                                + "'satisfiedFrom':3,'badBelow':3}"),
                        json("{'list':'score','scale':'GRADE_5','score':3,'en':'Basically satisfied','zh':'基本满意'}"))
                .noneMatch(line -> line.path("list").asText().equals("mode"));
    }

    @Test
    void shouldPrintTheBundledFileToStartFrom() throws IOException {
        Doorstep yaml = Doorstep.run("catalogue", "show", "--yaml");
        Path copy = file(yaml.out());

        Doorstep check = Doorstep.run("catalogue", "check", copy.toString());

        assertThat(yaml.out()).startsWith("# Doorstep's code catalogue").contains("zh: 总体满意度");
        assertThat(check.code()).isZero();
        assertThat(check.out())
                .isEqualTo("catalogue " + copy + " is valid.\nIt does not differ from the bundled catalogue.\n");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Path file = file("question: { OVERALL: { en: a, zh: b, scale: GRADE_5, satisfiedFrom: 6 } }");

        Doorstep result = Doorstep.run("catalogue", "check", file.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("doorstep: catalogue " + file + ": question.OVERALL.satisfiedFrom is 6.")
                .contains("from 2 to 5")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhichFiguresAFileChanges() throws IOException {
        Path file = file(edited(
                "scale: GRADE_5 }",
                "scale: GRADE_5, satisfiedFrom: 4, callBack: true, badBelow: 4, weights: [0, 25, 50, 75, 100] }"));

        assertThat(Doorstep.run("catalogue", "check", file.toString()).out()).isEqualTo("catalogue " + file + """
                         is valid.
                        It counts differently from the bundled catalogue. Existing rows need `doorstep rebuild`:
                          question OVERALL on GRADE_5: satisfiedFrom 4 instead of 3
                          question OVERALL on GRADE_5: weights 0 25 50 75 100 instead of none
                          question OVERALL on GRADE_5: badBelow 4 instead of 3
                          question OVERALL: callBack true instead of false
                        """);
    }

    @Test
    void shouldNameAScalesThresholdOnce() throws IOException {
        Path file = file(edited("zh: 五星\n", "zh: 五星\n    badBelow: 2\n"));

        assertThat(Doorstep.run("catalogue", "check", file.toString()).out())
                .contains("\n  scale STARS_5: badBelow 2 instead of 3\n")
                .doesNotContain("question ");
    }

    @Test
    void shouldSayWhichCodesAndLabelsAFileChanges() throws IOException {
        Path file = file(edited("  PHONE: { en: By phone, zh: 电话 }\n", "  BOAT: { en: Boat, zh: 船 }\n")
                .replace(
                        "en: Overall satisfaction, zh: 总体满意度, scale: GRADE_5", "en: All in all, zh: 总体, scale: STARS_5")
                .replace("1: { en: \"Yes\", zh: 是 }", "1: { en: Aye, zh: 是 }"));

        assertThat(Doorstep.run("catalogue", "check", file.toString()).out())
                .contains(
                        "\n  mode: 1 new (BOAT); 1 left out (PHONE)\n",
                        "\n  question: 1 with other labels (OVERALL); 1 on another scale (OVERALL)\n",
                        "\n  scale: 1 with other labels of scores (YES_NO)\n",
                        "A breakdown with the setting `catalogue`")
                .doesNotContain("counts differently");
    }

    @Test
    void shouldSayThatOpenListsAreReplacedAsAWhole() throws IOException {
        Path file = file("mode: { DOOR: { en: At the door, zh: 上门 } }");

        assertThat(Doorstep.run("catalogue", "check", file.toString()).out())
                .contains(
                        "\n  mode: 4 left out (PHONE, MEETING, SERVICE_POINT, ONLINE)\n",
                        "\n  reaction: 8 left out (SWEAT, CURIOUS,")
                .doesNotContain("outcome");
    }

    @Test
    void shouldNameNoMoreThanTwentyCodesOfAList() throws IOException {
        StringBuilder modes = new StringBuilder("mode:\n");
        for (int i = 1; i <= 22; i++) {
            modes.append("  M").append(i).append(": { en: a, zh: b }\n");
        }

        assertThat(Doorstep.run("catalogue", "check", file(modes.toString()).toString())
                        .out())
                .contains("mode: 22 new (M1, M2,", "M20 and 2 more); 5 left out")
                .doesNotContain("M21");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("catalogue.yaml"), text);
    }

    /** The bundled file with the first occurrence of a text replaced. */
    private static String edited(String from, String to) {
        String bundled = Doorstep.run("catalogue", "show", "--yaml").out();
        assertThat(bundled).contains(from);
        int at = bundled.indexOf(from);
        return bundled.substring(0, at) + to + bundled.substring(at + from.length());
    }

    private static List<JsonNode> jsonLines(Doorstep result) {
        assertThat(result.code()).isZero();
        return result.out().lines().map(CatalogueCommandTest::parsed).toList();
    }

    /** @param text JSON with single quotes in place of double quotes */
    private static JsonNode json(String text) {
        return parsed(text.replace('\'', '"'));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
