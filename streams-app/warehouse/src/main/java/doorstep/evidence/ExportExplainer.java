// SPDX-License-Identifier: Apache-2.0
package doorstep.evidence;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.event.Minutes;
import doorstep.explain.CountingRules;
import doorstep.explain.Explainer;
import doorstep.explain.Explanation;
import doorstep.explain.Figure;
import doorstep.explain.NearestKeys;
import doorstep.explain.Recount;
import doorstep.explain.Recounter;
import doorstep.explain.TypedKey;
import doorstep.exported.DuckDb;
import doorstep.exported.ExportedTables;
import doorstep.exported.ExportedTablesException;
import doorstep.exported.ExportedValues;
import doorstep.facts.Fact;
import doorstep.facts.FactLimits;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.feed.ParsedKey;
import doorstep.figures.FigureSettings;
import doorstep.settings.PublishedSettings;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Explains rows as the last finished export has them, from its facts. Needs nothing but the tables. */
public final class ExportExplainer implements Explainer, AutoCloseable {
    /**
     * The export that is read.
     *
     * @param asOf the latest one, minutes since the epoch
     * @param inRows ends of the inputs before the rows were read, by topic and partition
     * @param isComplete whether the rows have everything before these ends
     */
    private record Export(long asOf, Map<String, Long> inRows, boolean isComplete) {}

    /** @param row empty if it was deleted */
    private record Found(Figure figure, Optional<SpecificRecord> row) {}

    private final DuckDb duckDb = new DuckDb();
    private final ExportedTables exported;
    private final PublishedSettings published;
    private final FigureSettings settings;
    private final TopicNames names;

    /**
     * @param exported are not closed with this
     * @throws ExportedTablesException if nothing was exported yet, or the tables cannot be read
     */
    public ExportExplainer(ExportedTables exported) {
        this.exported = exported;
        try {
            duckDb.declare(exported, Tables.EXPORTS, Tables.SETTINGS);
            published = published();
            settings = settings();
            names = new TopicNames(published.value("topics.prefix").orElseThrow());
        } catch (RuntimeException e) {
            duckDb.close();
            throw e;
        }
    }

    private PublishedSettings published() {
        Map<String, String> rows = new HashMap<>();
        duckDb.forEach(
                "select distinct on (name) name, value from settings order by name, export desc, kafka_offset desc",
                row -> {
                    if (row.getString(2) != null) {
                        rows.put(row.getString(1), row.getString(2));
                    }
                });
        if (rows.isEmpty()) {
            throw new ExportedTablesException("nothing was exported there yet");
        }
        return PublishedSettings.ofRows(rows);
    }

    private FigureSettings settings() {
        return FigureSettings.of(published, AppConfig.of(Map.of()), Map.of(), warning -> {});
    }

    @Override
    public FigureSettings figureSettings() {
        return settings;
    }

    /** @throws ClusterException if another version of Doorstep counted the figures */
    @Override
    public Optional<Explanation> explain(Request request) {
        FactLimits.of(published);
        Export export = export();
        Family family = Families.ofRows().get(request.topic());
        duckDb.declare(exported, Tables.latest(request.topic()), Tables.history(request.topic()));
        Optional<Found> found = TypedKey.parse(family.code(), request.key())
                .flatMap(key -> find(request.topic(), key, export).stream())
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Topics.inputs().forEach(input -> duckDb.declare(exported, Tables.facts(input)));
        Supplier<CountingRules> rules = () -> CountingRules.of(published, settings());
        Recount recount = new Recounter(
                        found.get().figure(), rules, request.options(fact -> fact.offset() >= end(fact, export)))
                .recount(new ExportedFacts(duckDb));
        return Optional.of(new Explanation(
                found.get().figure(),
                rules.get().families().of(request.topic()),
                found.get().row(),
                export.isComplete(),
                recount));
    }

    private Export export() {
        Map<String, Long> ends = new HashMap<>();
        duckDb.forEach(
                "select it.key, it.value from (select unnest(map_entries(input_ends_1)) as it from"
                        + " (select input_ends_1 from exports order by number desc limit 1))",
                row -> ends.put(row.getString(1), row.getLong(2)));
        return duckDb.rows(
                        "select epoch_ms(as_of_2), results_complete and facts_complete from exports"
                                + " order by number desc limit 1",
                        row -> new Export(Minutes.ofMillis(row.getLong(1)), ends, row.getBoolean(2)))
                .get(0);
    }

    private long end(Fact fact, Export export) {
        return export.inRows().getOrDefault(names.of(fact.topic()) + "-" + fact.partition(), 0L);
    }

    private Optional<Found> find(Topic topic, ParsedKey key, Export export) {
        Table latest = Tables.latest(topic);
        ExportedValues values = new ExportedValues(Tables.columns(topic), 2);
        String rowKey = key.head().key();
        Optional<Found> row = duckDb
                .rows(
                        "select epoch_ms(as_of), " + values.names() + " from " + latest.name() + " where row_key = ?",
                        it -> new Found(
                                figure(topic, key, it.getLong(1)),
                                Optional.of(TableRows.value(topic, values.read(it)))),
                        rowKey)
                .stream()
                .findFirst();
        return row.or(() -> duckDb
                .rows(
                        "select coalesce(epoch_ms(as_of), ?) from "
                                + Tables.history(topic).name()
                                + " where row_key = ? order by export desc, kafka_offset desc limit 1",
                        it -> new Found(figure(topic, key, it.getLong(1)), Optional.empty()),
                        export.asOf() * 60_000,
                        rowKey)
                .stream()
                .findFirst());
    }

    private static Figure figure(Topic topic, ParsedKey key, long asOfMs) {
        return new Figure(topic, key, Minutes.ofMillis(asOfMs));
    }

    @Override
    public List<String> nearest(Topic topic, String key) {
        NearestKeys nearest = new NearestKeys(key);
        duckDb.declare(exported, Tables.latest(topic));
        duckDb.forEach("select row_key from " + Tables.latest(topic).name(), row -> nearest.add(row.getString(1)));
        return nearest.inOrder();
    }

    @Override
    public void close() {
        duckDb.close();
    }
}
