// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.export.AllRows;
import doorstep.export.Cut;
import doorstep.export.Export;
import doorstep.export.RowWriter;
import doorstep.export.Target;
import doorstep.facts.FactDecoder;
import doorstep.facts.FactReader;
import doorstep.facts.RecordLog;
import doorstep.facts.RefusedPlaces;
import doorstep.feed.OffsetRange;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.ModelMeasures;
import doorstep.history.Schemas;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.settings.PublishedSettings;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.TableRows.Place;
import doorstep.table.Tables;
import doorstep.wire.ContentHash;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/** A random history as an export leaves it: facts, and the results that the brute-force model gets from them. */
public final class AuditedHistory {
    private static final int PARTITIONS = 3;
    private static final long EXPORT = 1;
    private static final Map<String, String> COLUMNS = new ConcurrentHashMap<>(); // by field

    /** Rows by table; tests plant errors here. */
    public final Map<String, List<List<Object>>> rows = new TreeMap<>();

    final Dice dice;
    private final ModelConfig config;
    private final List<RawRecord> records;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private Cut cut;

    private AuditedHistory(History history) {
        dice = new Dice(history.seed() * 31 + 5);
        config = history.config().withPartitions(PARTITIONS);
        records = History.assign(history.drafts(), PARTITIONS, dice.random());
        Tables.all().forEach(it -> rows.put(it.name(), new ArrayList<>()));
        addFacts();
        addSettings();
    }

    /** Everything was counted when the results were read. */
    public static AuditedHistory counted(long seed) {
        return counted(HistoryGenerator.history(seed));
    }

    static AuditedHistory counted(History history) {
        AuditedHistory audited = new AuditedHistory(history);
        Instant asOf = history.asOfs().get(history.asOfs().size() - 1);
        audited.cut = new Cut(audited.ends, Optional.of(asOf), audited.ends, Optional.of(asOf), true, true);
        audited.addResults(List.of(audited.figures(audited.records, asOf)));
        return audited;
    }

    /** Records came, and as-of went on, while the results were read: a row is from before or after either. */
    static AuditedHistory moving(long seed) {
        History history = HistoryGenerator.history(seed);
        AuditedHistory audited = new AuditedHistory(history);
        int before = audited.records.size() - audited.dice.below(audited.records.size() / 10);
        List<RawRecord> first = audited.records.subList(0, before);
        Map<TopicPartition, Long> ends1 = new HashMap<>();
        audited.ends.keySet().forEach(it -> ends1.put(it, 0L));
        first.forEach(it -> ends1.merge(new TopicPartition(it.topic(), it.partition()), it.offset() + 1, Math::max));
        List<Instant> asOfs = history.asOfs();
        Instant asOf2 = asOfs.get(asOfs.size() - 1);
        Instant asOf1 = audited.dice.percent(50) ? asOf2 : asOf2.minusSeconds(60L * audited.dice.below(3_000));
        audited.cut = new Cut(ends1, Optional.of(asOf1), audited.ends, Optional.of(asOf2), true, true);
        audited.addResults(List.of(
                audited.figures(first, asOf1),
                audited.figures(first, asOf2),
                audited.figures(audited.records, asOf1),
                audited.figures(audited.records, asOf2)));
        return audited;
    }

    /** The log of a partition began there when it was exported first. */
    void startsAt(TopicPartition partition, long offset) {
        starts.put(partition, offset);
    }

    public void incomplete(boolean results, boolean facts) {
        cut = new Cut(cut.inputEnds1(), cut.asOf1(), cut.inputEnds2(), cut.asOf2(), results, facts);
    }

    private void addFacts() {
        RecordLog log = log();
        Map<TopicPartition, OffsetRange> all = log.all();
        all.forEach((partition, range) -> ends.put(partition, range.end()));
        FactDecoder decoder = decoder();
        new FactReader(log, decoder).read(all, (fact, record) -> {
            Optional<SpecificRecord> content = decoder.content(record);
            Table table = Tables.facts(fact.topic());
            rows.get(table.name())
                    .add(TableRows.fact(
                            table,
                            EXPORT,
                            new Place(fact.partition(), fact.offset(), Instant.ofEpochMilli(fact.appendMs())),
                            0,
                            content.map(ContentHash::of),
                            fact.id(),
                            content));
        });
    }

    private void addSettings() {
        long[] offset = {0};
        published().rows().forEach((name, value) -> rows.get(Tables.SETTINGS.name())
                .add(Arrays.asList(EXPORT, 0, offset[0]++, Instant.EPOCH, name, value)));
    }

    /** All records, accepted or not. */
    public RecordLog log() {
        return new RecordLog(records);
    }

    /** Judges and decodes them. */
    public FactDecoder decoder() {
        return new FactDecoder(
                TopicNames.DEFAULT,
                Schemas.registry(),
                new DecodeLimits(config.earliest().toEpochMilli(), config.partitions()),
                new RefusedPlaces());
    }

    public PublishedSettings published() {
        Set<String> windows = new TreeSet<>(config.windows());
        if (config.fiscalStart() == 0) {
            windows.removeIf(it -> it.startsWith("FISCAL"));
        }
        Set<String> breakdownWindows = new TreeSet<>(config.breakdownWindows());
        breakdownWindows.retainAll(windows);
        ModelConfig.DueRules due = config.dueRules();
        Map<String, String> settings = new HashMap<>(Map.of(
                "partitions", String.valueOf(PARTITIONS),
                "zone", config.zone().getId(),
                "fiscal.start", String.valueOf(config.fiscalStart()),
                "windows", String.join(",", windows),
                "breakdown.windows", String.join(",", breakdownWindows),
                "events.earliest", config.earliest().toString(),
                "answers.min", String.valueOf(config.answersMin()),
                "acknowledge.limit", due.acknowledgeLimit().toMinutes() + "m",
                "callback.working-days", String.valueOf(due.callBackDays())));
        settings.put("working-days.weekend", joined(due.weekend()));
        settings.put("working-days.holidays", joined(due.holidays()));
        settings.put("working-days.extra", joined(due.extraDays()));
        config.lists().forEach((name, values) -> settings.put(breakdown(name), joined(values)));
        config.unbroken().forEach(name -> settings.put(breakdown(name), "none"));
        return AppConfig.of(settings)
                .published()
                .with(AppConfig.CATALOGUE_TEXT, ModelMeasures.catalogue(config).text());
    }

    private static String joined(Set<?> values) {
        return values.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
    }

    private static String breakdown(String name) {
        return name.replace("doorstep.", "breakdown.").replace('/', '.');
    }

    private Map<String, SortedMap<String, Map<String, Object>>> figures(List<RawRecord> some, Instant asOf) {
        return new Model(config, ContentHash::of).figures(some, asOf).rows();
    }

    /** @param states each row is taken from any of them */
    private void addResults(List<Map<String, SortedMap<String, Map<String, Object>>>> states) {
        for (Topic topic : Topics.results()) {
            Table table = Tables.latest(topic);
            List<SortedMap<String, Map<String, Object>>> ofTopic = states.stream()
                    .map(it -> it.getOrDefault(TopicNames.DEFAULT.of(topic), Collections.emptySortedMap()))
                    .toList();
            Set<String> keys = new TreeSet<>();
            ofTopic.forEach(it -> keys.addAll(it.keySet()));
            for (String key : keys) {
                Map<String, Object> fields = dice.of(ofTopic).get(key);
                if (fields != null) {
                    rows.get(table.name()).add(resultRow(table, key, fields));
                }
            }
        }
    }

    private List<Object> resultRow(Table table, String key, Map<String, Object> fields) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", fields, flat);
        flat.put("row_key", key);
        flat.put("as_of", cut.asOf2().orElseThrow());
        flat.put("kafka_partition", 0);
        flat.put("kafka_offset", 0L);
        flat.put("kafka_time", Instant.EPOCH);
        List<Object> row = new ArrayList<>();
        for (Column column : table.columns()) {
            row.add(value(column.type(), flat.get(column.name())));
        }
        return row;
    }

    private static String column(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static void flatten(String prefix, Map<?, ?> fields, Map<String, Object> flat) {
        fields.forEach((name, value) -> {
            String column = prefix + COLUMNS.computeIfAbsent((String) name, AuditedHistory::column);
            if (value instanceof Map<?, ?> parts) {
                flatten(column + "_", parts, flat);
            } else {
                flat.put(column, value);
            }
        });
    }

    private static Object value(ColumnType type, Object value) {
        if (type == ColumnType.Scalar.DATE && value != null) {
            return LocalDate.ofEpochDay((Integer) value);
        }
        if (type instanceof ColumnType.ListOf list) {
            return ((List<?>) value).stream().map(it -> value(list.item(), it)).toList();
        }
        if (type instanceof ColumnType.Struct struct) {
            return struct.fields().stream()
                    .map(it -> ((Map<?, ?>) value).get(it.name()))
                    .toList();
        }
        return value;
    }

    /** Exports all of it as the first export. */
    public void writeTo(Target target) {
        target.last(false);
        try (Target.Run run = target.begin(EXPORT, true)) {
            Map<String, Long> counts = new TreeMap<>();
            for (Table table : Tables.all()) {
                List<List<Object>> some = rows.get(table.name());
                if (table.kind() == Table.Kind.LATEST) {
                    run.change(table, new AllRows(some));
                } else if (!table.equals(Tables.EXPORTS)) {
                    try (RowWriter writer = run.append(table)) {
                        some.forEach(writer::add);
                    }
                }
                counts.put(table.name(), (long) some.size());
            }
            Map<TopicPartition, Export.Range> ranges = new HashMap<>();
            ends.forEach((partition, end) -> ranges.put(partition, new Export.Range(0, end, 0)));
            starts.forEach((partition, start) -> ranges.put(partition, new Export.Range(start, start + 1, 0)));
            run.commit(new Export(EXPORT, EXPORT, 0, Instant.EPOCH, cut, Map.of(), ranges, counts));
        }
    }
}
