// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.figures.LatestRows;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the sample, explained from its topics. */
class ExplainIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OF_CITY = "*|||MONTH|2011-07-01";

    @TempDir
    private static Path dir;

    private static SampleCluster sample;

    @BeforeAll
    static void count() {
        sample = SampleCluster.counted(dir);
    }

    @AfterAll
    static void close() {
        if (sample != null) {
            sample.close();
        }
    }

    private static Doorstep explain(String... args) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", dir.toString()));
        return Doorstep.run(all.toArray(String[]::new));
    }

    private static JsonNode json(String topic, String key, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(topic, key, "--json"));
        all.addAll(List.of(args));
        Doorstep explained = explain(all.toArray(String[]::new));
        assertThat(explained.code()).as(topic + " " + key + explained.err()).isZero();
        return JSON.readTree(explained.out());
    }

    /** A row of every kind of window, with and without a breakdown as chance will have it. */
    private static Collection<String> someKeys(Topic topic) {
        List<String> keys = new ArrayList<>(
                LatestRows.of(sample.config(), sample.schemas(), topic).keySet());
        Collections.shuffle(keys, new Random(topic.shortName().hashCode()));
        TreeMap<String, String> byWindow = new TreeMap<>();
        keys.forEach(key -> byWindow.putIfAbsent(key.split("\\|", -1)[3], key));
        return byWindow.values();
    }

    @Test
    void shouldExplainRowsOfEveryTopicAndWindow() throws IOException {
        Set<String> windows = new HashSet<>();
        Set<String> facets = new HashSet<>();
        for (Topic topic : Topics.figures()) {
            for (String key : someKeys(topic)) {
                JsonNode explained = json(topic.shortName(), key);
                assertThat(explained.get("verdict").asText())
                        .as(topic.shortName() + " " + key)
                        .isEqualTo("EQUAL");
                assertThat(explained.get("row")).isEqualTo(explained.get("events"));
                assertThat(explained.get("lines").findValuesAsText("what")).contains("COUNTS");
                windows.add(key.split("\\|", -1)[3]);
                facets.add(key.split("\\|", -1)[2]);
            }
        }
        assertThat(windows).hasSizeGreaterThan(9);
        assertThat(facets).contains("DUTY");
    }

    @Test
    void shouldExplainDutiesAndCallBacksByOtherEvents() throws IOException {
        for (String facet : List.of("DUTY", "CALLBACK")) {
            JsonNode explained = json("service-levels", "*||" + facet + "|YEAR|2011-01-01", "--limit", "100000");
            assertThat(explained.get("lines").findValues("through"))
                    .as(facet)
                    .anyMatch(through -> through.findValuesAsText("topic").contains("visits"));
        }
    }

    @Test
    void shouldListWhatMovedAFigureSinceTheImport() throws IOException {
        JsonNode explained = json("visit-counts", OF_CITY, "--since", "2011-07-01", "--limit", "1000000");
        assertThat(explained.get("before").isNull()).isTrue(); // everything came later, with the import
        long visits = 0;
        for (JsonNode move : explained.get("moves")) {
            visits += move.get("amounts").path("visits").asLong();
        }
        assertThat(visits)
                .isEqualTo(explained.get("row").get("visits").asLong())
                .isPositive();
        assertThat(json("visit-counts", OF_CITY, "--since", "2100-01-01").get("moves"))
                .isEmpty();
    }

    @Test
    void shouldPrintATableAndCsv() {
        Doorstep table = explain("visit-counts", OF_CITY, "--limit", "3");
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("visit-counts *|||MONTH|2011-07-01, as-of 2011-07-18 23:59 Asia/Shanghai")
                .contains("The row equals the events.")
                .containsPattern("\\d+ +counts +.*visits 1");
        assertThat(table.err()).contains("Listed are the first 3 of ");
        Doorstep csv = explain("visit-counts", OF_CITY, "--csv", "--limit", "3");
        assertThat(csv.out().lines()).hasSize(4);
        assertThat(csv.out()).startsWith("at,what,topic,id,partition,offset,appendedAt,revision,repeated,by,through,");
    }

    @Test
    void shouldNameTheNearestKeysWithoutPrintingControls() {
        Doorstep explained = explain("visit-counts", "*|||MONHT|2011-07-01\u001B[2J\u202E");
        assertThat(explained.code()).isEqualTo(1);
        assertThat(explained.err())
                .contains("no row with the key *|||MONHT|2011-07-01\\u001B[2J\\u202E")
                .contains("\n  *|||MONTH|2011-07-01\n")
                .doesNotContain("\u001B", "\u202E");
        for (String key : List.of("", "|", "*|x=||DAY|2011-07-01", "%|||DAY|x", "*|area=%ZZ||MONTH|2011-07-01")) {
            assertThat(explain("visit-counts", key).code()).as(key).isEqualTo(1);
        }
        assertThat(explain("visits", OF_CITY).err()).contains("did you mean visit-counts?");
    }

    @Test
    void shouldPrintTheExampleOfTheDocs() throws IOException {
        String page = Files.readString(Path.of("../../docs/operations.md"));
        Matcher example = Pattern.compile(
                        "\\$ \\./doorstep explain (\\S+) '([^']+)'(.*) --data demo\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(example.find()).isTrue();
        List<String> args = new ArrayList<>(List.of(example.group(1), example.group(2)));
        args.addAll(List.of(example.group(3).strip().split(" ")));
        args.removeIf(String::isEmpty);
        Doorstep explained = explain(args.toArray(String[]::new));
        assertThat(withoutTimes(explained.out())).isEqualTo(withoutTimes(example.group(4)));
    }

    /** Append times and offsets are those of the import. */
    private static String withoutTimes(String text) {
        return text.replaceAll("20[2-9]\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "(time)");
    }
}
