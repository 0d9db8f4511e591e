// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Label;
import doorstep.catalogue.Question;
import doorstep.event.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that what docs/catalogue.md says is true. */
class CatalogueDocTest {
    private static final Path MANUAL = Path.of("../../docs/catalogue.md");

    private final Catalogue bundled = Catalogue.load(Optional.empty());

    @TempDir
    private Path dir;

    @Test
    void shouldHaveTheThresholdsOfEveryScale() throws IOException {
        for (Scale scale : Scale.values()) {
            assertThat(Files.readString(MANUAL))
                    .contains("| `" + scale + "` | " + scale.lowest() + " to " + scale.highest() + " | "
                            + scale.satisfiedFrom() + " | " + bundled.badBelow(scale) + " | of the scores |");
        }
    }

    @Test
    void shouldListEveryBundledQuestion() throws IOException {
        for (String code : bundled.codes("question")) {
            Question question = bundled.question(code).orElseThrow();
            Label label = bundled.label("question", code);

            assertThat(Files.readString(MANUAL))
                    .contains(
                            "| `" + code + "` | `" + question.scale() + "` | " + label.en() + " " + label.zh() + " |");
            assertThat(question.satisfiedFrom()).isEqualTo(question.scale().satisfiedFrom());
            assertThat(question.badBelow()).isEqualTo(bundled.badBelow(question.scale()));
            assertThat(question.weights()).isEmpty();
            assertThat(question.callsBack()).isFalse();
        }
    }

    @Test
    void shouldNameEveryListOnce() throws IOException {
        String lists = between(Files.readString(MANUAL), "| list | codes of | |", "- **An open list");
        Matcher names = Pattern.compile("`([a-z]+)`").matcher(lists);

        assertThat(names.results().map(name -> name.group(1))).containsExactlyInAnyOrderElementsOf(bundled.lists());
    }

    @Test
    void shouldShowAFileThatIsValid() throws IOException {
        Path file =
                Files.writeString(dir.resolve("catalogue.yaml"), between(Files.readString(MANUAL), "```yaml\n", "```"));

        Doorstep check = Doorstep.run("catalogue", "check", file.toString());

        assertThat(check.code()).as(check.err()).isZero();
    }

    @Test
    void shouldShowWhatCheckPrints() throws IOException {
        Path file = Files.writeString(
                dir.resolve("catalogue.yaml"),
                Catalogue.bundledFile()
                        .replaceFirst("scale: GRADE_5 }", "scale: GRADE_5, satisfiedFrom: 4, callBack: true }"));

        String printed = Doorstep.run("catalogue", "check", file.toString()).out();

        assertThat(Files.readString(MANUAL)).contains(printed.replace(file.toString(), "catalogue.yaml"));
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }
}
