// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.Progress;
import doorstep.avro.WorkItem;
import doorstep.family.Family;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Verifies the main guarantee once everything is processed: the rows of the result topics equal the recount's, key by
 * key and byte by byte, without any others; every bad record has exactly one reject; and the accounts add up to the
 * stored records.
 */
final class RowVerifier {
    private final Differences differences = new Differences();
    private long rows;

    private final SchemaRegistry schemas;

    private RowVerifier(SchemaRegistry schemas) {
        this.schemas = schemas;
    }

    /**
     * @param schemas with the ids that rows are written with
     * @param asOf minutes since the epoch
     */
    static RowVerifier of(Recount recount, Load load, OutputWatch output, SchemaRegistry schemas, long asOf) {
        return of(recount, load, output, Map.of(), schemas, asOf);
    }

    /**
     * Compares the rows that a reader has kept too.
     *
     * @param kept short name of the topic → key → value; empty if there is no reader
     */
    static RowVerifier of(
            Recount recount,
            Load load,
            OutputWatch output,
            Map<String, Map<String, byte[]>> kept,
            SchemaRegistry schemas,
            long asOf) {
        RowVerifier comparison = new RowVerifier(schemas);
        Recount.Expected expected = recount.at(asOf);
        Map<String, Map<String, byte[]>> sent = new HashMap<>();
        Topics.results().forEach(topic -> sent.put(topic.shortName(), output.rows(topic)));
        SortedMap<String, WorkItem> worklist = recount.worklist();
        comparison.rows = (long) expected.rows().size() + worklist.size();
        comparison.compareRows(expected, sent, "");
        if (!kept.isEmpty()) {
            comparison.compareRows(expected, kept, ", as a reader keeps it");
        }
        comparison.compareWorklist(worklist, sent.get(Topics.WORKLIST.shortName()));
        comparison.compareRejects(load.bad(), output.rejects());
        comparison.compareAccounts(recount.current(), load, output.progress());
        comparison.compareBeyond(expected.beyond(), output.progress());
        return comparison;
    }

    /** Number of wrong rows, rejects and accounts. */
    long differences() {
        return differences.count();
    }

    /** The first differences, for reports. */
    List<String> shown() {
        return differences.shown();
    }

    /** Number of compared rows. */
    long rows() {
        return rows;
    }

    private void compareRows(Recount.Expected expected, Map<String, Map<String, byte[]>> found, String where) {
        Map<String, Map<String, byte[]>> left = new HashMap<>();
        found.forEach((topic, values) -> left.put(topic, new HashMap<>(values)));
        Map<Family, AvroWriter<SpecificRecord>> writers = new HashMap<>();
        for (Recount.Row row : expected.rows()) {
            Family family = row.family();
            byte[] value = writers.computeIfAbsent(
                            family, f -> new AvroWriter<>(f.topic(), TopicNames.DEFAULT, schemas))
                    .toBytes(row.value());
            byte[] actual =
                    left.get(family.topic().shortName()).remove(row.head().key());
            if (!Arrays.equals(value, actual)) {
                differences.add(
                        family.topic().shortName() + " " + row.head().key() + where,
                        row.value(),
                        decoded(schemas, family.topic(), actual));
            }
        }
        for (Topic topic : Topics.figures()) {
            left.get(topic.shortName())
                    .forEach((key, value) -> differences.add(
                            topic.shortName() + " " + key + where, null, decoded(schemas, topic, value)));
        }
    }

    private void compareWorklist(SortedMap<String, WorkItem> expected, Map<String, byte[]> found) {
        AvroWriter<WorkItem> writer = new AvroWriter<>(Topics.WORKLIST, TopicNames.DEFAULT, schemas);
        Set<String> ids = new HashSet<>(expected.keySet());
        ids.addAll(found.keySet());
        for (String id : ids) {
            WorkItem wanted = expected.get(id);
            byte[] value = found.get(id);
            if (!Arrays.equals(wanted == null ? null : writer.toBytes(wanted), value)) {
                differences.add("worklist " + id, wanted, decoded(schemas, Topics.WORKLIST, value));
            }
        }
    }

    /** For reports; null stays null. */
    static Object decoded(SchemaRegistry schemas, Topic topic, byte[] value) {
        if (value == null) {
            return null;
        }
        try {
            return new AvroReader<>(topic, schemas).read(value);
        } catch (AvroReader.UnreadableException e) {
            return "unreadable bytes";
        }
    }

    private void compareRejects(Set<String> bad, Map<String, Integer> rejects) {
        Set<String> records = new HashSet<>(bad);
        records.addAll(rejects.keySet());
        for (String record : records) {
            int wanted = bad.contains(record) ? 1 : 0;
            if (rejects.getOrDefault(record, 0) != wanted) {
                differences.add("rejects of " + record, wanted, rejects.getOrDefault(record, 0));
            }
        }
    }

    private void compareAccounts(Map<TopicPartition, Long> current, Load load, Map<String, Progress> progress) {
        Map<TopicPartition, Long> rejected = new HashMap<>();
        for (String record : load.bad()) {
            String[] parts = record.split(":", -1);
            rejected.merge(new TopicPartition(parts[0], Integer.parseInt(parts[1])), 1L, Long::sum);
        }
        load.acknowledged().forEach((partition, stored) -> {
            String key =
                    TopicNames.DEFAULT.find(partition.topic()).orElseThrow().shortName() + ":" + partition.partition();
            long distinct = current.getOrDefault(partition, 0L);
            long refused = rejected.getOrDefault(partition, 0L);
            String wanted = account(stored, distinct, stored - distinct - refused, refused);
            Progress row = progress.get(key);
            String actual = row == null
                    ? null
                    : account(row.getReceived(), row.getCurrent(), row.getRepeated(), row.getRejected());
            if (!wanted.equals(actual)) {
                differences.add("the account of " + partition, wanted, actual);
            }
        });
    }

    private static String account(long received, long current, long repeated, long rejected) {
        return "received " + received + " = " + current + " current + " + repeated + " repeated + " + rejected
                + " rejected";
    }

    private void compareBeyond(SortedMap<String, Long> wanted, Map<String, Progress> progress) {
        SortedMap<String, Long> actual = new TreeMap<>();
        for (Progress row : progress.values()) {
            if (row.getBeyond() != null) {
                row.getBeyond().forEach((topic, count) -> actual.merge(topic, count, Long::sum));
            }
        }
        if (!wanted.equals(actual)) {
            differences.add("contributions later than as-of", wanted, actual);
        }
    }
}
