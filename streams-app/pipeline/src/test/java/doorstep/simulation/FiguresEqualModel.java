// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.fail;

import doorstep.history.OutputRows;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.wire.ContentHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks a guarantee: once everything is processed, rows, rejects and accounts equal the model's. */
final class FiguresEqualModel {
    private static final int SHOWN = 5;

    private final ModelConfig config;
    private final String again;

    /** @param again how to reproduce a failure */
    FiguresEqualModel(ModelConfig config, String again) {
        this.config = config;
        this.again = again;
    }

    /** @param records all that were appended so far */
    ExpectedFigures check(SimulatedCluster cluster, List<RawRecord> records, Instant asOf) {
        ExpectedFigures expected = new Model(config, ContentHash::of).figures(records, asOf);
        List<String> differences = new ArrayList<>();
        for (String topic : List.of(
                "doorstep.visit-counts",
                "doorstep.feedback-counts",
                "doorstep.satisfaction-scores",
                "doorstep.service-levels",
                "doorstep.reaction-counts",
                "doorstep.service-desk-counts")) {
            compareRows(
                    topic, expected.rows().getOrDefault(topic, new TreeMap<>()), cluster.latest(topic), differences);
        }
        compareRows("doorstep.worklist", expected.worklist(), cluster.latest("doorstep.worklist"), differences);
        compareRejects(expected, records, cluster.latest("doorstep.rejected"), differences);
        compareProgress(expected, records, cluster.latest("doorstep.progress"), asOf, differences);
        if (!differences.isEmpty()) {
            fail(
                    "%d differences as of %s in %s, %d partitions; %s%n%s",
                    differences.size(),
                    asOf,
                    config.zone(),
                    config.partitions(),
                    again,
                    String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
        return expected;
    }

    private void compareRows(
            String topic,
            SortedMap<String, Map<String, Object>> expected,
            SortedMap<String, byte[]> actual,
            List<String> differences) {
        expected.forEach((key, want) -> {
            byte[] value = actual.get(key);
            Map<String, Object> row = value == null ? null : OutputRows.fields(topic, value);
            if (!OutputRows.areSame(want, row)) {
                differences.add(difference(topic, key, want, row));
            }
        });
        actual.forEach((key, value) -> {
            if (!expected.containsKey(key)) {
                differences.add(difference(topic, key, null, OutputRows.fields(topic, value)));
            }
        });
    }

    private static String difference(String topic, String key, Object expected, Object actual) {
        return topic + " " + key + "\n  expected " + (expected == null ? "no row" : expected) + "\n  actual   "
                + (actual == null ? "no row" : actual);
    }

    private static void compareRejects(
            ExpectedFigures expected,
            List<RawRecord> records,
            SortedMap<String, byte[]> actual,
            List<String> differences) {
        Map<String, String> refused = new TreeMap<>();
        for (RawRecord record : records) {
            String reason = expected.refused().get(record.position());
            if (reason != null) {
                refused.put(
                        record.position().toString(),
                        reason + " " + record.appendedAt().toEpochMilli() + " " + hash(record));
            }
        }
        TreeSet<String> keys = new TreeSet<>(refused.keySet());
        keys.addAll(actual.keySet());
        for (String key : keys) {
            String row = null;
            if (actual.containsKey(key)) {
                Map<String, Object> fields = OutputRows.fields("doorstep.rejected", actual.get(key));
                String named = fields.get("topic") + ":" + fields.get("partition") + ":" + fields.get("offset");
                row = fields.get("reason") + " " + fields.get("appendedAt") + " " + fields.get("hash")
                        + (named.equals(key) ? "" : " at " + named);
            }
            if (!Objects.equals(refused.get(key), row)) {
                differences.add(difference("doorstep.rejected", key, refused.get(key), row));
            }
        }
    }

    private static String hash(RawRecord record) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            if (record.key() != null) {
                sha.update(record.key());
            }
            if (record.value() != null) {
                sha.update(record.value());
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void compareProgress(
            ExpectedFigures expected,
            List<RawRecord> records,
            SortedMap<String, byte[]> actual,
            Instant asOf,
            List<String> differences) {
        Map<String, Long> ends = new TreeMap<>();
        records.forEach(
                record -> ends.merge(record.topic() + ":" + record.partition(), record.offset() + 1, Math::max));
        SortedMap<String, Long> beyond = new TreeMap<>();
        Map<String, Map<String, Long>> deltaBatchesSent = new TreeMap<>();
        Map<String, Map<String, Long>> taken = new TreeMap<>();
        Map<String, String> accounts = new TreeMap<>();
        SortedMap<String, Long> open = new TreeMap<>();
        long[] endingsBeyond = new long[1];
        actual.forEach((key, value) -> {
            Map<String, Object> row = OutputRows.fields("doorstep.progress", value);
            if (row.get("part").equals("windows")) {
                requireAsOf(key, row, asOf, differences);
                entries(row.get("beyond")).forEach((topic, count) -> beyond.merge(topic, count, Long::sum));
                endingsBeyond[0] += (Long) row.get("endingsBeyond");
                taken.put("windows " + row.get("partition"), entries(row.get("deltaBatchesTaken")));
            } else {
                accounts.put(
                        "doorstep." + key,
                        "received %s, rejected %s, current %s, repeated %s, next %s"
                                .formatted(
                                        row.get("received"),
                                        row.get("rejected"),
                                        row.get("current"),
                                        row.get("repeated"),
                                        row.get("nextOffset")));
                entries(row.get("open")).forEach((kind, rows) -> open.merge(kind, rows, Long::sum));
                addNumbers(row, "deltaBatchesSent", "windows", deltaBatchesSent);
                addNumbers(row, "linksSent", "commitments", deltaBatchesSent);
                entries(row.get("linksTaken")).forEach((sender, number) -> taken.computeIfAbsent(
                                "commitments " + row.get("partition"), t -> new TreeMap<>())
                        .put(sender, number));
            }
        });
        expected.accounts().forEach((partition, account) -> {
            String want = "received %s, rejected %s, current %s, repeated %s, next %s"
                    .formatted(
                            account.received(),
                            account.rejected(),
                            account.current(),
                            account.repeated(),
                            ends.get(partition));
            if (!want.equals(accounts.get(partition))) {
                differences.add(difference("doorstep.progress", partition, want, accounts.get(partition)));
            }
        });
        if (!beyond.equals(expected.beyond())) {
            differences.add(difference("doorstep.progress", "beyond as-of", expected.beyond(), beyond));
        }
        if (endingsBeyond[0] != expected.endingsBeyond()) {
            differences.add(difference(
                    "doorstep.progress", "endings beyond as-of", expected.endingsBeyond(), endingsBeyond[0]));
        }
        SortedMap<String, Long> owed = new TreeMap<>();
        expected.worklist().values().forEach(row -> owed.merge((String) row.get("kind"), 1L, Long::sum));
        if (!open.equals(owed)) {
            differences.add(difference("doorstep.progress", "open", owed, open));
        }
        taken.values().removeIf(Map::isEmpty);
        if (!taken.equals(deltaBatchesSent)) {
            differences.add(difference("doorstep.progress", "delta batches", deltaBatchesSent, taken));
        }
    }

    /** @param receiver the part to whose partitions the sequence numbers refer */
    private static void addNumbers(
            Map<String, Object> row, String field, String receiver, Map<String, Map<String, Long>> numbers) {
        List<?> sent = (List<?>) row.get(field);
        for (int i = 0; i < sent.size(); i++) {
            if ((Long) sent.get(i) > 0) {
                numbers.computeIfAbsent(receiver + " " + i, t -> new TreeMap<>())
                        .put(row.get("part") + "/" + row.get("partition"), (Long) sent.get(i));
            }
        }
    }

    private static void requireAsOf(String key, Map<String, Object> row, Instant asOf, List<String> differences) {
        long minute = Math.floorDiv(asOf.toEpochMilli(), 60_000L) * 60_000L;
        if (!Objects.equals(row.get("asOf"), minute)) {
            differences.add(difference("doorstep.progress", key + " asOf", minute, row.get("asOf")));
        }
        if (!Objects.equals(row.get("unsent"), 0L)) {
            differences.add(difference("doorstep.progress", key + " unsent", 0, row.get("unsent")));
        }
    }

    @SuppressWarnings("unchecked") // the schema says map<long>
    private static Map<String, Long> entries(Object map) {
        return new TreeMap<>((Map<String, Long>) map);
    }
}
