// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.avro.Rejected;
import doorstep.avro.Setting;
import doorstep.cluster.ValueReader;
import doorstep.event.Version;
import doorstep.export.Export.Range;
import doorstep.facts.Fact;
import doorstep.facts.FactDecoder;
import doorstep.facts.FactLimits;
import doorstep.facts.FactReader;
import doorstep.facts.RefusedPlaces;
import doorstep.feed.LogTopics;
import doorstep.feed.OffsetRange;
import doorstep.feed.RangeReader;
import doorstep.feed.ResultReader.Reading;
import doorstep.settings.PublishedSettings;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.TableRows.Place;
import doorstep.table.Tables;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the tables of one export, and notes where their rows come from. Not thread-safe. */
final class ExportWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ExportWriter.class);

    private final Sources sources;
    private final Target.Run run;
    private final long number;
    private final Optional<Export> last;
    private final RefusedPlaces refused = new RefusedPlaces();
    private final Map<String, UUID> topicIds = new HashMap<>();
    private final Map<TopicPartition, Range> ranges = new HashMap<>();
    private final Map<String, Long> rows = new TreeMap<>();

    /** @param last the export before */
    ExportWriter(Sources sources, Target.Run run, long number, Optional<Export> last) {
        this.sources = sources;
        this.run = run;
        this.number = number;
        this.last = last;
    }

    /** @param before the target, which still has the rows before */
    void writeResults(Map<ResultRecords, Reading> readings, Target before) {
        readings.forEach((records, reading) -> {
            noteResults(reading);
            try (RowWriter writer = counted(records.history())) {
                if (records.replacesAll() && last.isPresent()) {
                    records.writeDifferences(number, before, reading.ends(), writer);
                } else {
                    records.writeHistory(number, writer);
                }
            }
            run.change(records.latest(), records);
            rows.put(records.latest().name(), (long) records.keys());
            say(records.latest());
        });
    }

    private void noteResults(Reading reading) {
        reading.ends().forEach((partition, end) -> {
            topicIds.put(partition.topic(), end.topic());
            ranges.put(partition, new Range(reading.starts().get(partition), end.next(), end.knownAtMs()));
        });
    }

    /** Settings that have changed since the last export. */
    void writeSettings() {
        ValueReader<Setting> values = new ValueReader<>(Topics.SETTINGS, sources.registry());
        try (RowWriter writer = counted(Tables.SETTINGS)) {
            readLog(Topics.SETTINGS, (record, isNew) -> {
                if (isNew && record.value() == null) {
                    String name = new String(record.key(), StandardCharsets.UTF_8);
                    writer.add(TableRows.removedSetting(number, placeOf(record), name));
                } else if (isNew) {
                    valueOf(record, values).ifPresent(it -> writer.add(TableRows.log(number, placeOf(record), it)));
                }
            });
        }
        say(Tables.SETTINGS);
    }

    /**
     * Refused records that have come since the last export; and takes note of all that there are, because the facts before
     * may end behind them.
     *
     * @param rebuild under whose number records are refused now
     */
    void writeRejected(long rebuild) {
        ValueReader<Rejected> values = new ValueReader<>(Topics.REJECTED, sources.registry());
        try (RowWriter writer = counted(Tables.REJECTED)) {
            readLog(Topics.REJECTED, (record, isNew) -> Optional.ofNullable(record.value())
                    .flatMap(any -> valueOf(record, values))
                    .ifPresent(it -> {
                        if (it.getRebuild() == rebuild) {
                            refused.add(it.getTopic(), it.getPartition(), it.getOffset());
                        }
                        if (isNew) {
                            writer.add(TableRows.log(number, placeOf(record), it));
                        }
                    }));
        }
        say(Tables.REJECTED);
    }

    /** Takes note of what was refused as the target knows it, for the topic forgets it after 30 days. */
    void recallRejected(Target before, long rebuild) {
        int topic = Tables.REJECTED.indexOf("topic");
        int partition = Tables.REJECTED.indexOf("partition");
        int offset = Tables.REJECTED.indexOf("offset");
        int number = Tables.REJECTED.indexOf("rebuild");
        before.read(Tables.REJECTED, row -> {
            if (row.get(number).equals(rebuild)) {
                refused.add((String) row.get(topic), (Integer) row.get(partition), (Long) row.get(offset));
            }
        });
    }

    private interface LogSink {
        /** @param isNew whether the last export does not have the record */
        void accept(ConsumerRecord<byte[], byte[]> record, boolean isNew);
    }

    private void readLog(Topic topic, LogSink sink) {
        String name = sources.names().of(topic);
        LogTopics topics = sources.topics(List.of(topic));
        UUID id = topics.byName().get(name).id();
        List<TopicPartition> partitions = topics.partitions(List.of(name));
        Map<TopicPartition, Long> starts = sources.log().starts(partitions);
        long askedMs = sources.clock().machine().millis();
        Map<TopicPartition, Long> ends = sources.log().ends(partitions);
        Map<TopicPartition, Long> exported = new HashMap<>();
        last.filter(it -> id.equals(it.topicIds().get(name)))
                .ifPresent(it -> it.ranges().forEach((partition, range) -> exported.put(partition, range.end())));
        Map<TopicPartition, OffsetRange> whole = new HashMap<>();
        starts.forEach((partition, start) -> whole.put(partition, new OffsetRange(start, ends.get(partition))));
        new RangeReader(sources.log(), sources.clock()).read(whole, record -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            sink.accept(record, record.offset() >= exported.getOrDefault(partition, 0L));
        });
        note(name, id, starts, ends, exported, askedMs);
    }

    private void note(
            String name,
            UUID id,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> exported,
            long askedMs) {
        topicIds.put(name, id);
        ends.forEach((partition, end) -> {
            long start = Math.max(starts.get(partition), exported.getOrDefault(partition, 0L));
            ranges.put(partition, new Range(start, Math.max(start, end), askedMs));
        });
    }

    /** Call it when all that is refused before the ends is known. */
    void writeFacts(
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            LogTopics inputs,
            PublishedSettings settings) {
        Map<TopicPartition, OffsetRange> wanted = new HashMap<>();
        long askedMs = sources.clock().machine().millis();
        inputs.byName().forEach((name, topic) -> topicIds.put(name, topic.id()));
        starts.forEach((partition, start) -> {
            long end = Math.max(start, ends.get(partition));
            wanted.put(partition, new OffsetRange(start, end));
            ranges.put(partition, new Range(start, end, askedMs));
        });
        FactDecoder decoder = new FactDecoder(sources.names(), sources.registry(), FactLimits.of(settings), refused);
        Map<Topic, RowWriter> writers = new HashMap<>();
        Map<Topic, Table> tables = new HashMap<>();
        try {
            Topics.inputs().forEach(topic -> {
                tables.put(topic, Tables.facts(topic));
                writers.put(topic, counted(tables.get(topic)));
            });
            new FactReader(sources.log(), sources.clock(), decoder)
                    .read(wanted, (fact, record) -> writers.get(fact.topic())
                            .add(factRow(tables.get(fact.topic()), fact, decoder.content(record), settings.rebuild())));
        } finally {
            writers.values().forEach(RowWriter::close);
        }
    }

    private List<Object> factRow(Table table, Fact fact, Optional<SpecificRecord> content, long rebuild) {
        Place place = new Place(fact.partition(), fact.offset(), Instant.ofEpochMilli(fact.appendMs()));
        Optional<Long> hash =
                Optional.of(fact.version()).filter(it -> !it.isFinal()).map(Version::contentHash);
        return TableRows.fact(table, number, place, rebuild, hash, fact.id(), content);
    }

    private static Place placeOf(ConsumerRecord<byte[], byte[]> record) {
        return new Place(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
    }

    private static <T extends SpecificRecord> Optional<T> valueOf(
            ConsumerRecord<byte[], byte[]> record, ValueReader<T> values) {
        try {
            return Optional.of(values.read(record));
        } catch (UnreadableException e) {
            LOG.warn("skipped the record at {}: its value is not one of this topic", ValueReader.place(record));
            return Optional.empty();
        }
    }

    private RowWriter counted(Table table) {
        RowWriter writer = run.append(table);
        rows.put(table.name(), 0L);
        return new RowWriter() {
            @Override
            public void add(List<Object> row) {
                writer.add(row);
                long written = rows.merge(table.name(), 1L, Long::sum);
                if (written % ExportListener.BETWEEN_ROWS == 0) {
                    say(table);
                }
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private void say(Table table) {
        sources.listener().onProgress("writing " + table.name(), rows.get(table.name()));
    }

    /** Whether nothing was written. */
    boolean isEmpty() {
        return rows.values().stream().allMatch(it -> it == 0);
    }

    Map<String, UUID> topicIds() {
        return topicIds;
    }

    Map<TopicPartition, Range> ranges() {
        return ranges;
    }

    Map<String, Long> rows() {
        return rows;
    }
}
