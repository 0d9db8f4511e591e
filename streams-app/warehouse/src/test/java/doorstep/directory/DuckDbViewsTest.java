// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.ExportWorld;
import doorstep.export.Target;
import doorstep.fixtures.TestEvents;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.ContentHash;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DuckDbViewsTest {
    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();

    static Stream<FileFormat> formats() {
        return Stream.of(new ParquetFormat(), new CsvFormat());
    }

    private void export(FileFormat format) {
        world.progress();
        try (Target target = DirectoryTarget.open(directory, format, Optional.empty())) {
            assertThat(world.export(target)).isPresent();
        }
    }

    private static long hash(String id, int people) {
        return ContentHash.of(
                TestEvents.visit(id).setRevision(1).setPeople(people).build());
    }

    /** Two contents of a revision whose hashes are in another order as signed numbers; the one that counts first. */
    private static int[] flipped(String id) {
        for (int a = 1; ; a++) {
            for (int b = 1; b < a; b++) {
                long one = hash(id, a);
                long other = hash(id, b);
                if (Long.compareUnsigned(one, other) > 0 && one < other) {
                    return new int[] {a, b};
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldSelectTheVersionThatCounts(FileFormat format) throws Exception {
        int[] flipped = flipped("flipped");
        world.visit("flipped", 1, flipped[0]);
        world.visit("flipped", 1, flipped[1]);
        world.visit("corrected", 2, 20);
        world.visit("corrected", 1, 10);
        world.visit("withdrawn", 1, 7);
        world.withdrawn("withdrawn", 2);
        world.visit("deleted", 9, 7);
        export(format);
        world.nullValue("deleted");
        world.visit("deleted", 10, 8);
        world.visit("twice", 1, 4);
        world.visit("twice", 1, 4);
        export(format);
        try (DuckDb duckDb = new DuckDb(directory)) {
            assertThat(duckDb.rows("select id, people, export from visits_current order by id"))
                    .containsExactly("corrected|20|1", "flipped|" + flipped[0] + "|1", "twice|4|2");
            assertThat(duckDb.rows("select id, null_value, revision from visits_survivors where id not in"
                            + " (select id from visits_current) order by id"))
                    .containsExactly("deleted|true|null", "withdrawn|false|2");
            assertThat(duckDb.rows("select count(*), count(distinct (kafka_partition, kafka_offset)) from visits"))
                    .containsExactly("11|11");
            long first = world.facts.stream()
                    .filter(it -> it.startsWith(ExportWorld.partitionOf(Topics.VISITS, "twice") + "@"))
                    .mapToLong(it -> Long.parseLong(it.substring(it.indexOf('@') + 1)))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
            assertThat(duckDb.rows("select kafka_offset < " + first + " from visits_survivors where id = 'twice'"))
                    .containsExactly("true");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldKeepTextsNullsAndLists(FileFormat format) throws Exception {
        world.event(
                Topics.FEEDBACK,
                "=1+1,\"\n'\u202E",
                TestEvents.rating("=1+1,\"\n'\u202E", 4).setArea(null).build());
        world.row("*", 1);
        world.reactions("article", "HAPPY", 3);
        export(format);
        world.row("-city/\u5317", 2);
        world.reactions("other", "SAD", 2);
        export(format);
        try (DuckDb duckDb = new DuckDb(directory)) {
            assertThat(duckDb.rows("select id, area, about_type, topics, topics[2], occurred_at from feedback"))
                    .containsExactly("=1+1,\"\n'\u202E|null|VISIT|[FRAUD, TRAFFIC]|TRAFFIC|2011-03-01T09:00Z");
            assertThat(duckDb.rows("select unit, breakdown = '', visits, start from visit_counts order by visits"))
                    .containsExactly("*|true|1|null", "-city/\u5317|true|2|null");
            assertThat(duckDb.rows("select facet, reactions, moods[1].reaction, moods[1].count, moods[1].share, start"
                            + " from reaction_counts order by facet"))
                    .containsExactly("article|3|HAPPY|3|1.0|2011-01-26", "other|2|SAD|2|1.0|2011-01-26");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldHaveAllColumnsWithTheirTypes(FileFormat format) throws Exception {
        world.visit("v", 1, 1);
        world.row("*", 1);
        world.reactions("article", "HAPPY", 3);
        export(format);
        try (DuckDb duckDb = new DuckDb(directory)) {
            for (Table table : Tables.all()) {
                assertThat(duckDb.rows("select column_name || ' ' || replace(replace(column_type, 'TIMESTAMP WITH TIME"
                                + " ZONE', 'TIMESTAMPTZ'), '\"', '') from (describe " + table.name() + ")"))
                        .as(table.name())
                        .containsExactlyElementsOf(table.columns().stream()
                                .map(it -> it.name() + " "
                                        + DuckDbTypes.of(it.type()).replace("\"", ""))
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldTellWhatWasPublishedBefore(FileFormat format) throws Exception {
        world.reactions("article", "HAPPY", 3);
        export(format);
        world.reactions("article", "HAPPY", 5);
        export(format);
        try (DuckDb duckDb = new DuckDb(directory)) {
            assertThat(duckDb.rows("select export, figure, published, now, difference from revisions"
                            + " where result = 'reaction_counts' order by export"))
                    .containsExactly("1|reactions|3.0|5.0|2.0", "2|reactions|5.0|5.0|0.0");
            List<String> exports = duckDb.rows(
                    "select number, since, results_complete, rows['reaction_counts'],"
                            + " ends['doorstep.reaction-counts-0'] - starts['doorstep.reaction-counts-0'] from exports order by 1");
            assertThat(exports).containsExactly("1|1|true|1|1", "2|1|true|1|1");
        }
    }
}
