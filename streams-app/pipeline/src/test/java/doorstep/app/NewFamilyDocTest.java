// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/new-family.md shows code that runs, and names every file that has to be changed. */
class NewFamilyDocTest {
    /** A file name on a line of its own, followed by code. */
    private static final Pattern BLOCK = Pattern.compile("(?m)^`([^`\n]+)`\n```\\w*\n(.*?)^```$", Pattern.DOTALL);

    private static final Pattern FAMILY = Pattern.compile("ServiceDesk|service-desk-counts");
    private static final Path FAMILY_FILE = Path.of("streams-app/core/src/main/java/doorstep/family/ServiceDesks.java");

    private final Path root = root();
    private final String doc = read(root.resolve("docs/new-family.md"));

    @Test
    void shouldShowTheCodeThatRuns() {
        Matcher blocks = BLOCK.matcher(doc);
        int shown = 0;
        while (blocks.find()) {
            shown++;
            String code = blocks.group(2).stripTrailing();
            assertThat(read(root.resolve(blocks.group(1))).contains(code))
                    .as("%s has the code that docs/new-family.md shows of it:%n%s", blocks.group(1), code)
                    .isTrue();
        }
        assertThat(shown).isGreaterThanOrEqualTo(10);
    }

    @Test
    void shouldShowTheWholeFamilyInUnderAHundredLines() {
        String family = read(root.resolve(FAMILY_FILE));

        assertThat(doc.contains("`" + FAMILY_FILE + "`\n```java\n" + family + "```\n"))
                .as("docs/new-family.md shows all of %s", FAMILY_FILE)
                .isTrue();
        assertThat(family.lines().count()).isLessThan(100);
    }

    @Test
    void shouldNameEveryFileThatNamesTheFamily() throws IOException {
        for (String part : List.of(
                "schemas/src",
                "streams-app/core/src",
                "streams-app/testkit/src",
                "streams-app/pipeline/src",
                "streams-app/torture/src/main")) {
            try (Stream<Path> files = Files.walk(root.resolve(part))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> file.toString().matches(".*\\.(java|avsc|avdl|yaml|xml|txt)"))
                        .filter(file -> !file.endsWith(NewFamilyDocTest.class.getSimpleName() + ".java"))
                        .filter(file -> FAMILY.matcher(read(file)).find())
                        .forEach(file ->
                                assertThat(doc).contains(root.relativize(file).toString()));
            }
        }
    }

    private static Path root() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve("docs/new-family.md"))) {
                return dir;
            }
        }
        throw new AssertionError("no docs above " + Path.of("").toAbsolutePath());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
