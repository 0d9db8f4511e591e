// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.avro.Setting;
import doorstep.avro.WorkItem;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.fixtures.ProgressRows;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A cluster with a pipeline that writes to it, and a store that outlives sessions. */
final class FeedFixture {
    static final List<Topic> TOPICS = List.of(Topics.VISIT_COUNTS, Topics.SERVICE_DESK_COUNTS, Topics.WORKLIST);
    private static final List<Topic> FIGURES = TOPICS.subList(0, 2);
    static final TopicPartition ROWS = FakeCluster.partition(Topics.VISIT_COUNTS, 0);
    static final TopicPartition ITEMS = FakeCluster.partition(Topics.WORKLIST, 0);
    private static final BundledSchemas SCHEMAS = new BundledSchemas();

    final FakeCluster cluster = new FakeCluster();
    final RowStore store;
    final SkippedRecords skipped = new SkippedRecords();
    final PipelineView view =
            new PipelineView(TopicNames.DEFAULT, SCHEMAS, skipped, Optional.of(new RecentRejects(SCHEMAS, skipped)));
    final List<String> heard = new ArrayList<>();
    Map<String, Long> whenReplaced = Map.of(); // the rows at that moment
    private final Predicate<RowChange> kept;

    FeedFixture() {
        this(row -> true);
    }

    FeedFixture(Predicate<RowChange> kept) {
        this.kept = kept;
        store = new CollectedRows();
    }

    FeedScope scope() {
        FeedListener listener = new FeedListener() {
            @Override
            public void changed(List<RowChange> changes) {
                changes.forEach(it -> heard.add(it.cell().unit()));
            }

            @Override
            public void worklistChanged(Set<String> units) {
                units.forEach(it -> heard.add("worklist of " + it));
            }

            @Override
            public void replaced(int family) {
                heard.add("family " + family);
                whenReplaced = stored();
            }
        };
        return new FeedScope(
                TopicNames.DEFAULT,
                TOPICS,
                kept,
                SCHEMAS,
                store,
                view,
                skipped,
                listener,
                new FeedClock(() -> Instant.ofEpochMilli(cluster.machineMs()), () -> cluster.nanos));
    }

    /** The key of a row of a unit. */
    static String key(String unit) {
        return RowHead.of(cell(1, unit), WindowKind.EVER, 0).key();
    }

    static Cell cell(int family, String unit) {
        return new Cell(family, unit, Slice.TOTAL, "");
    }

    /** A row: so many visits in the unit. */
    void row(TopicPartition partition, String unit, long visits) {
        Family family = familyOf(partition.topic());
        RowHead head = RowHead.of(cell(family.code(), unit), WindowKind.EVER, 0);
        cluster.append(partition, head.key(), bytes(family.topic(), family.row(head, Tally.of(0, visits))));
    }

    void tombstone(TopicPartition partition, String unit) {
        cluster.append(partition, key(unit), null);
    }

    /** A row of the worklist, sent back so often. */
    void item(TopicPartition partition, String id, String unit, long returned) {
        WorkItem item = WorkItem.newBuilder()
                .setId(id)
                .setKind("REQUEST")
                .setUnit(unit)
                .setSource("TEST")
                .setOpenedAt(Instant.ofEpochMilli(cluster.nowMs))
                .setReturned(returned)
                .setReopened(0)
                .build();
        cluster.append(partition, id, bytes(Topics.WORKLIST, item));
    }

    void done(TopicPartition partition, String id) {
        cluster.append(partition, id, null);
    }

    /** A row of another topic. */
    static SpecificRecord reactions() {
        Family family = Families.ofRows().get(Topics.REACTION_COUNTS);
        return family.row(RowHead.of(cell(family.code(), "*"), WindowKind.EVER, 0), Tally.ofNamed("LIKE", 1));
    }

    void progress(String part, int partition, Instant asOf) {
        Progress row = ProgressRows.row(part, partition).setAsOf(asOf).build();
        cluster.append(FakeCluster.partition(Topics.PROGRESS, 0), part + ":" + partition, bytes(Topics.PROGRESS, row));
    }

    /** A row about a refused record. */
    void reject(int partition, long offset) {
        Rejected row = Rejected.newBuilder()
                .setTopic("doorstep.visits")
                .setPartition(0)
                .setOffset(offset)
                .setAppendedAt(Instant.ofEpochMilli(cluster.nowMs))
                .setReason("TOO_OLD")
                .setHash("00")
                .build();
        cluster.append(
                FakeCluster.partition(Topics.REJECTED, partition),
                "doorstep.visits:0:" + offset,
                bytes(Topics.REJECTED, row));
    }

    void settings(Map<String, String> rows) {
        rows.forEach((name, value) -> {
            Setting row = Setting.newBuilder().setName(name).setValue(value).build();
            cluster.append(FakeCluster.partition(Topics.SETTINGS, 0), name, bytes(Topics.SETTINGS, row));
        });
    }

    void noSetting(String name) {
        cluster.append(FakeCluster.partition(Topics.SETTINGS, 0), name, null);
    }

    /** Settings, as-of, and a row. */
    void pipelineRan() {
        settings(PublishedSettings.of(Map.of("zone", "UTC")).rows());
        progress(Topics.WINDOWS_PART, 0, Instant.ofEpochMilli(cluster.nowMs));
        cluster.mark(FakeCluster.partition(Topics.PROGRESS, 0));
    }

    static byte[] bytes(Topic topic, SpecificRecord row) {
        return new AvroWriter<>(topic, TopicNames.DEFAULT, SCHEMAS).toBytes(row);
    }

    private static Family familyOf(String topic) {
        return Families.ofRows().get(TopicNames.DEFAULT.find(topic).orElseThrow());
    }

    /** Reads until the session has everything. */
    void read(FakeLog log) {
        try (FeedSession session = new FeedSession(scope(), log)) {
            readToEnd(session);
            session.finish();
        }
    }

    void readToEnd(FeedSession session) {
        for (int i = 0; !session.isUpToDate(); i++) {
            if (i == 10_000) {
                throw new AssertionError("does not come to an end");
            }
            session.round(Duration.ZERO);
        }
    }

    FakeLog log() {
        return new FakeLog(cluster, 3);
    }

    /** Unit → visits, and id → how often it was sent back, as the store has them. */
    Map<String, Long> stored() {
        Map<String, Long> rows = new TreeMap<>();
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            snapshot.forEachItem(item -> rows.put("worklist " + item.getId(), item.getReturned()));
            FIGURES.forEach(topic -> {
                int family = Families.ofRows().get(topic).code();
                snapshot.forEach(
                        family,
                        (cell, kind, start, tally) -> rows.put(
                                topic.shortName() + " "
                                        + store.cells().get(cell).unit(),
                                tally.get(0)));
            });
        }
        return rows;
    }

    /** The same as the topics have them. */
    Map<String, Long> expected() {
        Map<String, Long> rows = new TreeMap<>();
        for (int i = 0; i < FakeCluster.PARTITIONS; i++) {
            Map<String, Optional<Long>> items = new TreeMap<>();
            AvroReader<WorkItem> reader = new AvroReader<>(Topics.WORKLIST, SCHEMAS);
            for (ConsumerRecord<byte[], byte[]> record :
                    cluster.records(FakeCluster.partition(Topics.WORKLIST, i), 0, Integer.MAX_VALUE)) {
                items.put(new String(record.key(), StandardCharsets.UTF_8), returned(reader, record.value()));
            }
            items.forEach((id, returned) -> returned.ifPresent(it -> rows.put("worklist " + id, it)));
        }
        RowStore all = new CollectedRows();
        FIGURES.forEach(topic -> {
            Family family = Families.ofRows().get(topic);
            RowDecoder decoder = new RowDecoder(family, SCHEMAS, new SkippedRecords(), row -> true);
            for (int i = 0; i < FakeCluster.PARTITIONS; i++) {
                TopicPartition partition = FakeCluster.partition(topic, i);
                cluster.records(partition, 0, Integer.MAX_VALUE)
                        .forEach(record -> decoder.decode(record).ifPresent(it -> all.apply(List.of(it), Map.of())));
            }
            try (RowStore.Snapshot snapshot = all.snapshot()) {
                snapshot.forEach(
                        family.code(),
                        (cell, kind, start, tally) -> rows.put(
                                topic.shortName() + " " + all.cells().get(cell).unit(), tally.get(0)));
            }
        });
        return rows;
    }

    private static Optional<Long> returned(AvroReader<WorkItem> reader, byte[] value) {
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(reader.read(value).getReturned());
        } catch (AvroReader.UnreadableException e) {
            throw new AssertionError(e);
        }
    }
}
