// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import doorstep.engine.FormatVersions;
import doorstep.process.DoorstepChild;
import doorstep.rights.RightsDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares documents with the code and files whose content they repeat. */
class DocsTest {
    private static final Path ROOT = DoorstepImage.root();

    @Test
    void shouldPrintTheRightsThatTheCommandGives() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docker/README.md")))
                .as("./doorstep rights show --markdown")
                .contains(RightsDoc.markdown());
    }

    @Test
    void shouldStartThePipelineWithTheJvmOptionsOfItsTests() throws IOException {
        for (String launcher : List.of("doorstep", "docker/image/bin/doorstep")) {
            assertThat(Files.readString(ROOT.resolve(launcher)))
                    .as(launcher)
                    .contains(String.join(" ", DoorstepChild.JVM_OPTIONS));
        }
    }

    /** Without authentication, any client over plain HTTP could register a bad schema as the latest. */
    @Test
    void shouldLetOnlyKnownClientsReachTheSecuredRegistry() throws IOException {
        JsonNode services = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("docker/compose.secure.yaml").toFile())
                .get("services");
        String text = Files.readString(ROOT.resolve("docker/compose.secure.yaml"));

        assertThat(services.get("registry").get("command").toString())
                .contains("--certificate=", "--clients=", "--read-only");
        for (String part : List.of("app", "ingest", "reader", "export")) {
            assertThat(services.get(part).get("environment").toString())
                    .as(part)
                    .contains("registry-client");
        }
        assertThat(text).contains("DOORSTEP_SCHEMA_REGISTRY_URL: https://").doesNotContain("http://");
    }

    @ParameterizedTest
    @MethodSource("manuals")
    void shouldLinkToFilesAndHeadingsThatExist(String manual) throws IOException {
        Path file = ROOT.resolve(manual);
        Matcher links = Pattern.compile("\\]\\(([^)\\s]+)\\)").matcher(withoutCode(Files.readString(file)));

        while (links.find()) {
            String link = links.group(1);
            if (link.startsWith("https://")) {
                continue;
            }
            int hash = link.indexOf('#');
            Path target = hash == 0 ? file : file.resolveSibling(hash < 0 ? link : link.substring(0, hash));
            assertThat(target).as(link).exists();
            if (hash >= 0) {
                assertThat(anchors(target)).as(link).contains(link.substring(hash + 1));
            }
        }
    }

    static Stream<String> manuals() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Files.list(ROOT),
                Stream.concat(Files.list(ROOT.resolve("docs")), Files.list(ROOT.resolve("docker"))))) {
            return files
                    .map(file -> ROOT.relativize(file).toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
    }

    /** The anchors of headings: lower case, without punctuation, hyphens for spaces. */
    private static Set<String> anchors(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("(?ms)^```.*?^```", "")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldListTheFormatsOfStateWhereUpgradesAreExplained() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/upgrades.md"));

        assertThat(guide.lines().filter(line -> line.startsWith("| `format.")))
                .hasSameSizeAs(FormatVersions.all().keySet());
        assertThat(FormatVersions.all())
                .allSatisfy((name, number) -> assertThat(guide).contains("| `" + name + "` | " + number + " |"));
    }

    @Test
    void shouldAlertByTheRulesOfTheOperationsGuide() throws IOException {
        String rules = Files.readString(ROOT.resolve("docker/alerts.yaml"));

        assertThat(Files.readString(ROOT.resolve("docs/operations.md")))
                .contains("```yaml\n" + rules.substring(rules.indexOf("groups:")) + "```");
    }

    @Test
    void shouldShowOnlyMetricsThatTheOperationsGuideLists() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/operations.md"));
        JsonNode board = new ObjectMapper()
                .readTree(
                        ROOT.resolve("docker/grafana/dashboards/pipeline.json").toFile());
        Set<String> shown = new TreeSet<>();
        board.findValuesAsText("expr").forEach(expression -> {
            Matcher names = Pattern.compile("doorstep_\\w+").matcher(expression);
            while (names.find()) {
                shown.add(names.group());
            }
        });

        assertThat(shown).hasSizeGreaterThan(10).allMatch(name -> guide.contains("`" + name + "`"));
    }
}
