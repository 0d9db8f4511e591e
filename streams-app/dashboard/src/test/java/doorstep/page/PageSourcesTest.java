// SPDX-License-Identifier: Apache-2.0
package doorstep.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources of the page must not have, and what must fit together in them. */
class PageSourcesTest {
    private static final Pattern WORD =
            Pattern.compile("^ {2}(\\w+): \\[\\s*(['\"])(.+?)\\2,\\s*(['\"])(.+?)\\4,?\\s*],$", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("^ {2}(\\w+): \\[", Pattern.MULTILINE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    private final Map<String, String> files = files();
    private final Map<String, String> modules = files.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".js"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));

    private static Map<String, String> files() {
        try (Stream<Path> paths = Files.list(Path.of("src/main/resources/doorstep/page"))) {
            Map<String, String> files = new TreeMap<>();
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldNameEveryFileInTheIndex() {
        Set<String> named = found("\"page/\\{version}/([^\"/]+)\"", files.get("index.html"));
        named.add("index.html");

        assertThat(named).isEqualTo(files.keySet());
    }

    @Test
    void shouldImportWhatThereIs() {
        modules.forEach((name, source) ->
                assertThat(found("from '\\./([^']+)'", source)).as(name).isSubsetOf(modules.keySet()));
    }

    @Test
    void shouldHaveNoInlineScriptOrStyle() {
        assertThat(files.get("index.html"))
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                .doesNotContain("<style")
                .doesNotContainPattern("\\s(style|on\\w+)=");
    }

    /** Text from events is only ever text; nothing is compiled from text. */
    @Test
    void shouldMakeNoHtmlAndNoCodeFromText() {
        modules.forEach((name, source) -> assertThat(source)
                .as(name)
                .doesNotContainPattern("(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextual")
                .doesNotContainPattern("\\beval\\b|new Function|import\\(")
                .doesNotContainPattern("set(Timeout|Interval)\\(['\"`]"));
    }

    @Test
    void shouldLoadNothingFromElsewhere() {
        files.forEach((name, source) -> assertThat(source.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .as(name)
                .doesNotContainPattern("https?://")
                .doesNotContain("@import", "document.cookie"));
    }

    /** Today, ages and days left are those of as-of. */
    @Test
    void shouldNotAskTheBrowsersClock() {
        modules.forEach(
                (name, source) -> assertThat(source).as(name).doesNotContainPattern("new Date\\(\\)|Date\\.now"));
    }

    @Test
    void shouldHaveEveryWordInBothLanguages() {
        String words = modules.get("words.js");
        Set<String> keys = found(KEY.pattern(), words);
        Set<String> whole = new TreeSet<>();
        WORD.matcher(words).results().forEach(word -> {
            whole.add(word.group(1));
            assertThat(placeholders(word.group(3))).as(word.group(1)).isEqualTo(placeholders(word.group(5)));
        });

        assertThat(keys).hasSizeGreaterThan(150);
        assertThat(whole).isEqualTo(keys);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** Keys stand in quotes, or are a beginning in backquotes with a code behind it. */
    @Test
    void shouldUseEveryWordAndNoOther() {
        Set<String> keys = found(KEY.pattern(), modules.get("words.js"));
        String code = modules.entrySet().stream()
                .filter(module -> !module.getKey().equals("words.js"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
        Set<String> quoted = found("'(\\w+)'", code);
        Set<String> beginnings = found("\\bt\\(`(\\w+)\\$", code);

        assertThat(found("\\bt\\('(\\w+)'", code)).isSubsetOf(keys);
        assertThat(keys.stream()
                        .filter(key ->
                                !quoted.contains(key) && beginnings.stream().noneMatch(key::startsWith)))
                .isEmpty();
    }

    @Test
    void shouldExplainEveryViewInTheManual() throws IOException {
        Set<String> views = found("\\{ name: '(\\w+)', about", modules.get("views.js"));
        String manual = Files.readString(manual());

        assertThat(views).hasSize(10).allSatisfy(view -> assertThat(manual).contains("`#/" + view + "`"));
    }

    private static Path manual() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("docs/dashboard.md"))) {
                return at.resolve("docs/dashboard.md");
            }
        }
        throw new AssertionError("no docs above " + Path.of("").toAbsolutePath());
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
