// SPDX-License-Identifier: Apache-2.0
package doorstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.audit.AuditedHistory;
import doorstep.config.AppConfig;
import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTables;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.FileFormat;
import doorstep.directory.ParquetFormat;
import doorstep.explain.CountingRules;
import doorstep.explain.Explainer.Request;
import doorstep.explain.Explanation;
import doorstep.explain.Explanation.Verdict;
import doorstep.explain.Recount;
import doorstep.explain.Recounter;
import doorstep.export.Target;
import doorstep.exported.ExportedTables;
import doorstep.exported.ExportedTablesException;
import doorstep.facts.TopicFacts;
import doorstep.figures.FigureSettings;
import doorstep.history.Dice;
import doorstep.history.Seeds;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of exported random histories, explained from the export, and from the records themselves. */
class ExportExplainerTest {
    private static final int USUAL = 6;
    private static final int ROWS_OF_A_TOPIC = 12;

    @TempDir
    private Path directory;

    private int exports;

    private ExportedTables export(AuditedHistory history, FileFormat format) {
        Path exported = directory.resolve("export " + exports++);
        try (Target target = DirectoryTarget.open(exported, format, Optional.empty())) {
            history.writeTo(target);
        }
        return DirectoryTables.open(exported, format);
    }

    private static List<String> keys(AuditedHistory history, Topic topic) {
        Table table = Tables.latest(topic);
        return history.rows.get(table.name()).stream()
                .map(row -> (String) row.get(table.indexOf(Table.KEY)))
                .toList();
    }

    private static Request request(Topic topic, String key) {
        return new Request(topic, key, Optional.of(Instant.EPOCH), Integer.MAX_VALUE);
    }

    /** The same figure, counted again from the records. */
    private static Recount ofRecords(AuditedHistory history, Explanation explanation, Request request) {
        TopicFacts records = new TopicFacts(TopicNames.DEFAULT, history.log().all(), history::log, history::decoder);
        FigureSettings settings =
                FigureSettings.of(history.published(), AppConfig.of(Map.of()), Map.of(), warning -> {});
        return new Recounter(
                        explanation.figure(),
                        () -> CountingRules.of(history.published(), settings),
                        request.options(fact -> false))
                .recount(records);
    }

    @Test
    void shouldExplainRowsAsTheRecordsDo() {
        Map<String, Integer> explained = new TreeMap<>();
        Seeds.of(USUAL).forEach(seed -> {
            AuditedHistory history = AuditedHistory.counted(seed);
            Dice dice = new Dice(seed);
            FileFormat format = seed % 2 == 0 ? new ParquetFormat() : new CsvFormat();
            try (ExportedTables tables = export(history, format);
                    ExportExplainer explainer = new ExportExplainer(tables)) {
                for (Topic topic : Topics.figures()) {
                    List<String> keys = keys(history, topic);
                    for (int i = 0; i < Math.min(ROWS_OF_A_TOPIC, keys.size()); i++) {
                        Request request = request(topic, dice.of(keys));
                        Explanation found = explainer.explain(request).orElseThrow();
                        String name = topic.shortName() + " " + request.key() + ", " + Seeds.again(seed);
                        assertThat(found.verdict()).as(name).isEqualTo(Verdict.EQUAL);
                        assertThat(found.recount())
                                .as(name)
                                .usingRecursiveComparison()
                                .isEqualTo(ofRecords(history, found, request));
                        explained.merge(topic.shortName(), 1, Integer::sum);
                    }
                }
            }
        });
        System.out.println("explained from exports: " + explained);
        assertThat(explained.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Topics.figures().stream().map(Topic::shortName).toList());
    }

    /** Of a row that has a visit more than the facts. */
    private Verdict verdictWithAVisitMore(AuditedHistory history) {
        Table table = Tables.latest(Topics.VISIT_COUNTS);
        List<Object> row = history.rows.get(table.name()).get(0);
        int visits = table.indexOf("visits");
        row.set(visits, (Long) row.get(visits) + 1);
        try (ExportedTables tables = export(history, new ParquetFormat());
                ExportExplainer explainer = new ExportExplainer(tables)) {
            Request request = request(Topics.VISIT_COUNTS, (String) row.get(table.indexOf(Table.KEY)));
            return explainer.explain(request).orElseThrow().verdict();
        }
    }

    @Test
    void shouldFindARowThatDiffersFromItsFacts() {
        assertThat(verdictWithAVisitMore(AuditedHistory.counted(3))).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void shouldCallItInMotionIfTheExportIsIncomplete() {
        AuditedHistory history = AuditedHistory.counted(3);
        history.incomplete(false, true);
        assertThat(verdictWithAVisitMore(history)).isEqualTo(Verdict.IN_MOTION);
    }

    @Test
    void shouldExplainARowThatWasDeleted() {
        AuditedHistory history = AuditedHistory.counted(3);
        Table latest = Tables.latest(Topics.VISIT_COUNTS);
        Table table = Tables.history(Topics.VISIT_COUNTS);
        String key = keys(history, Topics.VISIT_COUNTS).get(0);
        history.rows.get(latest.name()).removeIf(row -> key.equals(row.get(latest.indexOf(Table.KEY))));
        Object[] deletion = new Object[table.columns().size()];
        deletion[table.indexOf("export")] = 1L;
        deletion[table.indexOf(Table.KEY)] = key;
        deletion[table.indexOf("deleted")] = true;
        deletion[table.indexOf("inferred")] = true;
        deletion[table.indexOf("kafka_partition")] = 0;
        deletion[table.indexOf("kafka_offset")] = 7L;
        history.rows.get(table.name()).add(Arrays.asList(deletion));
        try (ExportedTables tables = export(history, new ParquetFormat());
                ExportExplainer explainer = new ExportExplainer(tables)) {
            Explanation found =
                    explainer.explain(request(Topics.VISIT_COUNTS, key)).orElseThrow();
            assertThat(found.row()).isEmpty();
            assertThat(found.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(found.recounted()).isPresent();
        }
    }

    @Test
    void shouldNameTheNearestRows() {
        AuditedHistory history = AuditedHistory.counted(3);
        String key = keys(history, Topics.VISIT_COUNTS).get(0);
        try (ExportedTables tables = export(history, new ParquetFormat());
                ExportExplainer explainer = new ExportExplainer(tables)) {
            assertThat(explainer.nearest(Topics.VISIT_COUNTS, key + "0")).contains(key);
            assertThat(explainer.explain(request(Topics.VISIT_COUNTS, key + "0")))
                    .isEmpty();
            assertThat(explainer.explain(request(Topics.VISIT_COUNTS, "no key")))
                    .isEmpty();
        }
    }

    @Test
    void shouldSayThatNothingWasExported() {
        try (ExportedTables tables = new ExportedTables() {
            @Override
            public String query(Table table, Path scratch) {
                return "select null::varchar as name, null::varchar as value, 0 as export, 0 as kafka_offset limit 0";
            }

            @Override
            public void close() {}
        }) {
            assertThatThrownBy(() -> new ExportExplainer(tables).close())
                    .isInstanceOf(ExportedTablesException.class)
                    .hasMessageContaining("nothing was exported there yet");
        }
    }
}
