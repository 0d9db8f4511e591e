// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.avro.Rejected;
import doorstep.avro.Setting;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.feed.FakeCluster;
import doorstep.feed.FakeLog;
import doorstep.feed.FeedClock;
import doorstep.feed.RowLog;
import doorstep.fixtures.ProgressRows;
import doorstep.fixtures.TestEvents;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/** A cluster with events, a pipeline that has counted them, and what an export of it must hold. */
public final class ExportWorld {
    private static final BundledSchemas SCHEMAS = new BundledSchemas();
    private static final int PARTITIONS = FakeCluster.PARTITIONS;

    public final FakeCluster cluster;
    /** Accepted records, as {@code topic-partition@offset}, in the order in which they came. */
    public final List<String> facts = new ArrayList<>();
    /** Key of a row of visit-counts → visits. */
    public final Map<String, Long> visits = new TreeMap<>();

    private PublishedSettings published =
            AppConfig.of(Map.of("partitions", String.valueOf(PARTITIONS))).published();
    private Runnable whileWaiting = () -> {};
    private long rebuild;

    /** A pipeline that has committed, with nothing to count. */
    public ExportWorld() {
        cluster = new FakeCluster();
        settings(published.rows());
        progress();
    }

    private ExportWorld(ExportWorld other) {
        cluster = other.cluster.copy();
        facts.addAll(other.facts);
        visits.putAll(other.visits);
        published = other.published;
        rebuild = other.rebuild;
    }

    /** Another world with the same past. */
    public ExportWorld copy() {
        return new ExportWorld(this);
    }

    /** A setting that gives the figures no meaning has another value. */
    public void settingChanges(int value) {
        settingChanges("assessment.target", String.valueOf(value));
        cluster.clean(FakeCluster.partition(Topics.PROGRESS, 0));
    }

    public void settingChanges(String name, String value) {
        Map<String, String> before = published.rows();
        published = published.with(name, value);
        Map<String, String> changed = new TreeMap<>(published.rows());
        changed.entrySet().removeAll(before.entrySet());
        settings(changed);
    }

    public void settings(Map<String, String> rows) {
        rows.forEach((name, value) -> {
            Setting row = Setting.newBuilder().setName(name).setValue(value).build();
            append(Topics.SETTINGS, 0, name, row);
        });
    }

    public void noSetting(String name) {
        cluster.append(FakeCluster.partition(Topics.SETTINGS, 0), name, null);
    }

    /** Counts everything again under another number. */
    public void rebuild() {
        rebuild++;
        settings(Map.of(PublishedSettings.REBUILD_NUMBER, String.valueOf(rebuild)));
        progress();
    }

    public String visit(String id, long revision, int people) {
        return event(
                Topics.VISITS,
                id,
                TestEvents.visit(id).setRevision(revision).setPeople(people).build());
    }

    public String withdrawn(String id, long revision) {
        return event(
                Topics.VISITS,
                id,
                TestEvents.visit(id).setRevision(revision).setWithdrawn(true).build());
    }

    public String nullValue(String id) {
        return event(Topics.VISITS, id, null);
    }

    public String rating(String id, int stars) {
        return event(Topics.FEEDBACK, id, TestEvents.rating(id, stars).build());
    }

    /** @param event null for a null value */
    public String event(Topic topic, String id, SpecificRecord event) {
        TopicPartition partition = partitionOf(topic, id);
        String place = partition + "@" + cluster.end(partition);
        cluster.append(partition, id, event == null ? null : bytes(topic, event));
        facts.add(place);
        return place;
    }

    public static TopicPartition partitionOf(Topic topic, String id) {
        return FakeCluster.partition(topic, KeyPartition.of(id.getBytes(StandardCharsets.UTF_8), PARTITIONS));
    }

    /** A record that the pipeline refuses, and its row. */
    public void refused(String id) {
        TopicPartition partition = partitionOf(Topics.VISITS, id);
        long offset = cluster.end(partition);
        cluster.append(partition, id, new byte[] {7});
        reject(partition, offset);
    }

    /** A row about a refused record. */
    public void reject(TopicPartition partition, long offset) {
        Rejected row = Rejected.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .setOffset(offset)
                .setAppendedAt(now())
                .setReason("UNDECODABLE")
                .setHash("00")
                .setRebuild(rebuild)
                .build();
        append(Topics.REJECTED, partition.partition(), partition + ":" + offset, row);
        facts.remove(partition + "@" + offset);
    }

    /** A row of visit-counts. */
    public void row(String unit, long count) {
        RowHead head = head(unit);
        Family family = Families.ofRows().get(Topics.VISIT_COUNTS);
        append(Topics.VISIT_COUNTS, rowPartition(unit), head.key(), family.row(head, Tally.of(0, count)));
        visits.put(head.key(), count);
    }

    public void deleteRow(String unit) {
        cluster.append(
                FakeCluster.partition(Topics.VISIT_COUNTS, rowPartition(unit)),
                head(unit).key(),
                null);
        visits.remove(head(unit).key());
    }

    private static int rowPartition(String unit) {
        return Math.floorMod(unit.hashCode(), PARTITIONS);
    }

    private static RowHead head(String unit) {
        return RowHead.of(
                new Cell(Families.ofRows().get(Topics.VISIT_COUNTS).code(), unit, Slice.TOTAL, ""), WindowKind.EVER, 0);
    }

    /** A row of the worklist. */
    public void item(String id, String unit) {
        WorkItem item = WorkItem.newBuilder()
                .setId(id)
                .setKind("REQUEST")
                .setUnit(unit)
                .setSource("TEST")
                .setOpenedAt(now())
                .setReturned(0)
                .setReopened(0)
                .build();
        append(Topics.WORKLIST, 0, id, item);
    }

    /** It is not owed any more. */
    public void done(String id) {
        cluster.append(FakeCluster.partition(Topics.WORKLIST, 0), id, null);
    }

    /** Moods about an article, in which lists and structs occur. */
    public void reactions(String article, String mood, long count) {
        Family family = Families.ofRows().get(Topics.REACTION_COUNTS);
        RowHead head = RowHead.of(new Cell(family.code(), "*", Slice.TOTAL, article), WindowKind.DAY, 15_000);
        append(Topics.REACTION_COUNTS, 0, head.key(), family.row(head, Tally.ofNamed(mood, count)));
    }

    /** The pipeline has counted everything, and has sent all rows. */
    public void progress() {
        for (Topic topic : Topics.inputs()) {
            for (int i = 0; i < PARTITIONS; i++) {
                TopicPartition partition = FakeCluster.partition(topic, i);
                inputProgress(topic, i, cluster.end(partition));
            }
        }
        for (int i = 0; i < PARTITIONS; i++) {
            windows(i, 0);
        }
    }

    public void inputProgress(Topic topic, int partition, long next) {
        append(
                Topics.PROGRESS,
                0,
                topic.shortName() + ":" + partition,
                ProgressRows.row(topic.shortName(), partition)
                        .setNextOffset(next)
                        .build());
    }

    public void windows(int partition, long unsent) {
        append(
                Topics.PROGRESS,
                0,
                Topics.WINDOWS_PART + ":" + partition,
                ProgressRows.row(Topics.WINDOWS_PART, partition)
                        .setAsOf(now().truncatedTo(ChronoUnit.MINUTES))
                        .setUnsent(unsent)
                        .build());
    }

    public Instant now() {
        return Instant.ofEpochMilli(cluster.nowMs);
    }

    private void append(Topic topic, int partition, String key, SpecificRecord value) {
        cluster.append(FakeCluster.partition(topic, partition), key, bytes(topic, value));
    }

    private static byte[] bytes(Topic topic, SpecificRecord value) {
        return new AvroWriter<>(topic, TopicNames.DEFAULT, SCHEMAS).toBytes(value);
    }

    /** Happens whenever an export waits for the pipeline. */
    public void whileWaiting(Runnable event) {
        whileWaiting = event;
    }

    /** A connection to the cluster, on which time passes. */
    public FakeLog log() {
        return new FakeLog(cluster, 3).beforeEach(() -> cluster.pass(1));
    }

    /** A connection on which no time passes but that of patience. */
    FakeLog logWithoutTime() {
        return new FakeLog(cluster, 3).beforeEach(() -> cluster.nanos += 250_000_000);
    }

    public Optional<Exporter.Done> export(Target target) {
        return export(target, log(), false);
    }

    public Optional<Exporter.Done> exportAgain(Target target) {
        return export(target, log(), true);
    }

    public Optional<Exporter.Done> export(Target target, RowLog log, boolean again) {
        FeedClock clock = new FeedClock(() -> Instant.ofEpochMilli(cluster.machineMs()), () -> cluster.nanos);
        Pause pause = duration -> {
            cluster.pass(duration.toMillis());
            whileWaiting.run();
        };
        return new Exporter(new Sources(log, TopicNames.DEFAULT, SCHEMAS, clock, pause, ExportListener.NONE))
                .run(target, new Exporter.Options(Duration.ofMinutes(1), again));
    }
}
