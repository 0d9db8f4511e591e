// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTables;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.exported.ExportedTables;
import doorstep.history.HistoryBuilder;
import doorstep.history.Schemas;
import doorstep.history.Seeds;
import doorstep.model.ModelConfig;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports of random histories, whose results are those of the brute-force model. */
class AuditTest {
    private static final int USUAL = 8;
    private static final FileFormat PARQUET = new ParquetFormat();

    @TempDir
    private Path directory;

    private int exports;

    private AuditReport audit(AuditedHistory history, FileFormat format, AuditScope scope) {
        Path exported = directory.resolve("it's [" + exports++ + "]"); // paths are patterns to DuckDB
        try (Target target = DirectoryTarget.open(exported, format, Optional.empty())) {
            history.writeTo(target);
        }
        try (ExportedTables tables = DirectoryTables.open(exported, format)) {
            return Audit.of(tables, scope);
        }
    }

    private AuditReport audit(AuditedHistory history) {
        return audit(history, PARQUET, AuditScope.ALL);
    }

    @Test
    void shouldFindNoDifferenceToTheModel() {
        Map<String, Long> equal = new TreeMap<>();
        Set<String> windows = new TreeSet<>();
        Seeds.of(USUAL).forEach(seed -> {
            AuditReport report = audit(AuditedHistory.counted(seed));
            assertThat(report.differences()).as(Seeds.again(seed)).isEmpty();
            assertThat(report.different()).isZero();
            report.families().forEach(it -> {
                assertThat(it.moving()).isZero();
                equal.merge(it.table(), it.equal(), Long::sum);
            });
            windows.addAll(report.windows());
        });
        System.out.println("audited, equal to the model: " + equal + " in " + windows);
        assertThat(equal.keySet())
                .isEqualTo(Topics.figures().stream().map(AuditTest::name).collect(Collectors.toSet()));
        assertThat(equal.values()).allMatch(it -> it > 0);
        assertThat(windows)
                .containsExactlyInAnyOrder(
                        "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR", "EVER");
    }

    /** Visits and closings are closer together than in other histories; many are due in the hour that clocks leave out. */
    @Test
    void shouldFollowDutiesThatComeBack() {
        Instant end = Instant.parse("2026-04-05T10:00:00Z");
        Duration afterMidnight = Duration.ofMinutes(22 * 60 + 30);
        ModelConfig config =
                HistoryBuilder.smallConfig(ZoneId.of("Asia/Beirut")).withEvery(Map.of("TALK", 2, "CASE_PARTY", 30));
        Seeds.of(2).forEach(seed -> {
            HistoryBuilder history = new HistoryBuilder(seed, end);
            for (int duties = 0; duties < 60; duties++) {
                Instant opened = end.minus(Duration.ofMinutes(1 + history.dice().below(20 * 24 * 60)));
                String category = history.dice().of("TALK", "TALK", "CASE_PARTY", "LIFE_CHANGE");
                history.addVisitedDuty(opened, category, afterMidnight);
            }
            AuditReport report = audit(AuditedHistory.counted(history.history(config, end)));
            assertThat(report.differences()).as(Seeds.again(seed)).isEmpty();
            assertThat(report.families()).filteredOn(it -> it.moving() > 0).isEmpty();
        });
    }

    /** A rating from before tells nothing. With few call-backs DuckDB joins them in another way. */
    @Test
    void shouldNotRateCallBacksThatAreOpen() {
        Instant end = Instant.parse("2026-04-05T10:00:00Z");
        HistoryBuilder history = new HistoryBuilder(1, end);
        for (int visit = 1; visit <= 4000; visit++) {
            Instant bad = end.minusSeconds(visit);
            history.addRating("v" + visit, bad.minusSeconds(3_600), 5);
            history.addRating("v" + visit, bad, 1);
        }
        AuditReport report = audit(AuditedHistory.counted(history.history(withCallBacks(), end)));
        assertThat(report.differences()).isEmpty();
        assertThat(report.families())
                .filteredOn(it -> it.table().equals("service_levels"))
                .allMatch(it -> it.equal() > 100);
    }

    private static ModelConfig withCallBacks() {
        ModelConfig.Question question = new ModelConfig.Question("GRADE_5", Optional.empty(), List.of(), true);
        return new ModelConfig(
                ZoneId.of("Europe/London"),
                0,
                Instant.parse("2000-01-01T00:00:00Z"),
                10,
                Map.of(),
                Set.of(),
                Map.of("OVERALL", question),
                1,
                Schemas.ALL,
                Schemas.UNREADABLE);
    }

    private static String name(Topic figures) {
        return Tables.latest(figures).name();
    }

    @Test
    void shouldReadCsvToo() {
        AuditReport report = audit(AuditedHistory.counted(1), new CsvFormat(), AuditScope.ALL);
        assertThat(report.differences()).isEmpty();
        assertThat(report.families()).extracting(AuditReport.Family::equal).allMatch(it -> it > 0);
    }

    @Test
    void shouldSetCellsInMotionApart() {
        long[] rows = new long[2];
        Seeds.of(USUAL).forEach(seed -> {
            AuditReport report = audit(AuditedHistory.moving(seed));
            assertThat(report.differences()).as(Seeds.again(seed)).isEmpty();
            report.families().forEach(it -> {
                rows[0] += it.equal();
                rows[1] += it.moving();
            });
        });
        assertThat(rows[0]).isGreaterThan(rows[1] / 10);
        assertThat(rows[1]).isPositive();
    }

    // ---- Planted errors

    /** Something that is wrong in the exported tables. */
    private enum Planted {
        VALUE_CHANGED {
            @Override
            void in(AuditedHistory history, Table table) {
                List<Object> row = any(history, table);
                int column = anyCount(history, table);
                row.set(column, (Long) row.get(column) + 1);
            }
        },
        ROW_MISSING {
            @Override
            void in(AuditedHistory history, Table table) {
                history.rows.get(table.name()).remove(any(history, table));
            }
        },
        ROW_TWICE {
            @Override
            void in(AuditedHistory history, Table table) {
                history.rows.get(table.name()).add(any(history, table));
            }
        },
        ROW_OF_NOTHING {
            @Override
            void in(AuditedHistory history, Table table) {
                List<Object> row = new ArrayList<>(any(history, table));
                row.set(table.indexOf("unit"), "nowhere");
                row.set(
                        0,
                        "nowhere"
                                + row.get(0)
                                        .toString()
                                        .substring(row.get(0).toString().indexOf('|')));
                history.rows.get(table.name()).add(row);
            }
        },
        OTHER_KEY {
            @Override
            void in(AuditedHistory history, Table table) {
                any(history, table).set(0, "*||?|EVER|");
            }
        };

        abstract void in(AuditedHistory history, Table table);

        static List<Object> any(AuditedHistory history, Table table) {
            int window = table.indexOf("window");
            return history.dice.of(history.rows.get(table.name()).stream()
                    .filter(it -> !it.get(window).toString().startsWith("LAST_"))
                    .toList());
        }

        static int anyCount(AuditedHistory history, Table table) {
            return history.dice.of(table.columns().stream()
                    .filter(it -> it.type() == Scalar.LONG && !it.name().startsWith("kafka_"))
                    .filter(it -> !it.name().matches(".*_p[59].*"))
                    .map(it -> table.indexOf(it.name()))
                    .toList());
        }
    }

    static Stream<Planted> planted() {
        return Stream.of(Planted.values());
    }

    @ParameterizedTest
    @MethodSource("planted")
    void shouldFindAPlantedErrorInEachTable(Planted error) {
        AuditedHistory history = AuditedHistory.counted(3);
        Topics.figures().forEach(topic -> error.in(history, Tables.latest(topic)));
        AuditReport report = audit(history);
        assertThat(report.families())
                .allSatisfy(it -> assertThat(it.different()).as(it.table()).isEqualTo(1));
        assertThat(report.differences()).hasSize(report.families().size());
    }

    @Test
    void shouldNameTheFigureThatDiffers() {
        AuditedHistory history = AuditedHistory.counted(3);
        Table table = Tables.latest(Topics.VISIT_COUNTS);
        List<Object> row = Planted.any(history, table);
        long people = (Long) row.get(table.indexOf("people"));
        row.set(table.indexOf("people"), people + 7);
        assertThat(audit(history).differences())
                .containsExactly(new Difference(
                        "visit_counts",
                        row.get(0).toString(),
                        "people",
                        String.valueOf(people + 7),
                        String.valueOf(people)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldFindALostFact(Topic input) {
        AuditedHistory history = AuditedHistory.counted(4);
        Table table = Tables.facts(input);
        List<List<Object>> facts = history.rows.get(table.name());
        int id = table.indexOf("id");
        // The only version of its id, so that nothing takes its place.
        List<Object> only = facts.stream()
                .filter(it -> Boolean.FALSE.equals(it.get(table.indexOf("null_value")))
                        && Boolean.FALSE.equals(it.get(table.indexOf("withdrawn"))))
                .filter(it -> facts.stream()
                                .filter(other -> other.get(id).equals(it.get(id)))
                                .count()
                        == 1)
                .findFirst()
                .orElseThrow();
        facts.remove(only);
        assertThat(audit(history).different()).isPositive();
    }

    static List<Topic> inputs() {
        return Topics.inputs();
    }

    @Test
    void shouldFindASwappedRevision() {
        AuditedHistory history = AuditedHistory.counted(5);
        Table table = Tables.facts(Topics.VISITS);
        List<List<Object>> facts = history.rows.get(table.name());
        int id = table.indexOf("id");
        int revision = table.indexOf("revision");
        int people = table.indexOf("people");
        List<Object> one = null;
        List<Object> other = null;
        for (List<Object> a : facts) {
            List<List<Object>> versions =
                    facts.stream().filter(it -> it.get(id).equals(a.get(id))).toList();
            boolean plain = versions.stream()
                    .allMatch(it -> Boolean.FALSE.equals(it.get(table.indexOf("null_value")))
                            && Boolean.FALSE.equals(it.get(table.indexOf("withdrawn"))));
            if (plain
                    && versions.size() == 2
                    && !versions.get(0).get(revision).equals(versions.get(1).get(revision))
                    && !versions.get(0).get(people).equals(versions.get(1).get(people))) {
                one = versions.get(0);
                other = versions.get(1);
            }
        }
        Object revisionOfOne = one.get(revision);
        one.set(revision, other.get(revision));
        other.set(revision, revisionOfOne);
        assertThat(audit(history).different()).isPositive();
    }

    // ---- What is audited

    @Test
    void shouldAuditOnlyWhatIsAskedFor() {
        AuditedHistory history = AuditedHistory.counted(3);
        Table table = Tables.latest(Topics.VISIT_COUNTS);
        List<Object> wrong = history.rows.get(table.name()).stream()
                .filter(it -> it.get(table.indexOf("window")).equals("MONTH")
                        && it.get(table.indexOf("unit")).equals("*"))
                .findFirst()
                .orElseThrow();
        wrong.set(table.indexOf("visits"), -1L);
        LocalDate start = (LocalDate) wrong.get(table.indexOf("start"));
        AuditReport all = audit(history);
        AuditReport right = narrowed(history, "*", "MONTH", start);
        assertThat(all.different()).isEqualTo(1);
        assertThat(right.different()).isEqualTo(1);
        assertThat(right.windows()).containsExactly("MONTH");
        assertThat(rows(right)).isLessThan(rows(all));
        assertThat(narrowed(history, "*", "MONTH", start.plusMonths(1)).different())
                .isZero();
        assertThat(narrowed(history, "*", "YEAR", null).different()).isZero();
        String leaf = history.rows.get(table.name()).stream()
                .map(it -> it.get(table.indexOf("unit")).toString())
                .filter(it -> !it.equals("*"))
                .findFirst()
                .orElseThrow();
        AuditReport otherUnit = narrowed(history, leaf, null, null);
        assertThat(otherUnit.different()).isZero();
        assertThat(rows(otherUnit)).isPositive();
    }

    private AuditReport narrowed(AuditedHistory history, String unit, String window, LocalDate start) {
        return audit(
                history,
                PARQUET,
                new AuditScope(Optional.of(unit), Optional.ofNullable(window), Optional.ofNullable(start)));
    }

    private static long rows(AuditReport report) {
        return report.families().stream().mapToLong(AuditReport.Family::rows).sum();
    }

    @Test
    void shouldCompareNothingIfTheCutIsIncomplete() {
        AuditedHistory history = AuditedHistory.counted(1);
        history.incomplete(false, true);
        AuditReport results = audit(history);
        assertThat(results.incomplete())
                .hasValueSatisfying(it -> assertThat(it).startsWith("results were read before"));
        assertThat(results.families()).isEmpty();
        history.incomplete(true, false);
        assertThat(audit(history).incomplete())
                .hasValueSatisfying(it -> assertThat(it).startsWith("facts end before"));
    }

    @Test
    void shouldNameWhatIsNotCovered() {
        AuditedHistory history = AuditedHistory.counted(1);
        assertThat(audit(history).notCovered())
                .containsExactly(
                        "LAST_HOUR, LAST_24H, LAST_7D, LAST_30D, LAST_90D (rolling windows)",
                        "worklist (not counted again)");
        history.startsAt(new TopicPartition("doorstep.visits", 1), 7);
        history.startsAt(new TopicPartition("doorstep.feedback", 0), 3);
        history.startsAt(new TopicPartition("doorstep.visit-counts", 0), 9); // may lack old rows: it is compacted
        history.startsAt(new TopicPartition("doorstep.rejected", 0), 1);
        assertThat(audit(history).notCovered())
                .containsSubsequence("doorstep.feedback-0 before offset 3", "doorstep.visits-1 before offset 7")
                .anySatisfy(it -> assertThat(it).contains("before doorstep.rejected begins"))
                .hasSize(5);
    }

    @Test
    void shouldSayThatNothingWasExported() {
        assertThatThrownBy(() -> DirectoryTables.open(directory, PARQUET))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("there is no export in");
    }
}
