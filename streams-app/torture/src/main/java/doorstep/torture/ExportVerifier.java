// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.audit.Audit;
import doorstep.audit.AuditReport;
import doorstep.audit.AuditScope;
import doorstep.audit.Difference;
import doorstep.directory.CopiedTables;
import doorstep.export.TableReader;
import doorstep.exported.ExportedTables;
import doorstep.iceberg.IcebergTables;
import doorstep.table.Column;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.Tables;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Verifies what was exported, once everything is: the latest rows equal the topics', byte by byte, and so do the last rows of the
 * histories; facts are the accepted records, and rejects the refused ones, each once; exports have every number once; and the audit
 * finds no difference.
 */
final class ExportVerifier {
    private static final int SHOWN = 20;

    private final Load load;
    private final SchemaRegistry schemas;
    private final List<String> shown = new ArrayList<>();
    private long differences;
    private long exports;
    private long rebuild;
    private long facts;
    private long rows;
    private long historyRows;
    private long audited;

    private ExportVerifier(Load load, SchemaRegistry schemas) {
        this.load = load;
        this.schemas = schemas;
    }

    /**
     * @param output has read everything
     * @param schemas with the ids that rows are written with
     */
    static ExportVerifier of(Path tables, Load load, OutputWatch output, SchemaRegistry schemas) {
        ExportVerifier verifier = new ExportVerifier(load, schemas);
        try (TableReader reader = IcebergTables.open(tables)) {
            verifier.compareExports(reader);
            Topics.inputs().forEach(topic -> verifier.compareFacts(reader, topic));
            verifier.compareRejected(reader);
            Topics.results().forEach(topic -> verifier.compareRows(reader, topic, output.rows(topic)));
        }
        try (ExportedTables exported = new CopiedTables(IcebergTables.open(tables))) {
            verifier.audit(Audit.of(exported, AuditScope.ALL));
        }
        return verifier;
    }

    /** Number of wrong rows, facts, rejects and exports. */
    long differences() {
        return differences;
    }

    /** The first differences, for reports. */
    List<String> shown() {
        return shown;
    }

    /** Number of exports. */
    long exports() {
        return exports;
    }

    /** Number of facts; each accepted record is one. */
    long facts() {
        return facts;
    }

    /** Number of rows of the tables with the latest ones. */
    long rows() {
        return rows;
    }

    /** Number of rows of their histories. */
    long historyRows() {
        return historyRows;
    }

    /** Number of rows that were counted again from the facts. */
    long audited() {
        return audited;
    }

    private void compareExports(TableReader reader) {
        Map<Long, Integer> numbers = new HashMap<>();
        reader.read(Tables.EXPORTS, row -> {
            long number = number(Tables.EXPORTS, row, "number");
            numbers.merge(number, 1, Integer::sum);
            if (number > exports) {
                exports = number;
                rebuild = number(Tables.EXPORTS, row, "rebuild");
            }
        });
        for (long number = 1; number <= exports; number++) {
            int found = numbers.getOrDefault(number, 0);
            if (found != 1) {
                differ("finished exports with the number " + number, 1, found);
            }
        }
    }

    private static long number(Table table, List<Object> row, String column) {
        return ((Number) row.get(table.indexOf(column))).longValue();
    }

    private void compareFacts(TableReader reader, Topic topic) {
        Table table = Tables.facts(topic);
        Map<TopicPartition, BitSet> left = new HashMap<>();
        load.accepted().forEach((partition, offsets) -> {
            if (partition.topic().equals(TopicNames.DEFAULT.of(topic))) {
                left.put(partition, (BitSet) offsets.clone());
            }
        });
        reader.read(table, row -> {
            facts++;
            TopicPartition partition =
                    new TopicPartition(TopicNames.DEFAULT.of(topic), (int) number(table, row, "kafka_partition"));
            int offset = (int) number(table, row, "kafka_offset");
            BitSet offsets = left.getOrDefault(partition, new BitSet());
            if (!offsets.get(offset)) {
                differ("facts of " + partition + "@" + offset, "none, or one that was there already", row);
            }
            offsets.clear(offset);
        });
        left.forEach((partition, offsets) ->
                offsets.stream().forEach(offset -> differ("facts of " + partition + "@" + offset, "one", null)));
    }

    /** Of the last rebuild; all bad records are refused again with each. */
    private void compareRejected(TableReader reader) {
        Table table = Tables.REJECTED;
        Map<String, Integer> found = new HashMap<>();
        reader.read(table, row -> {
            if (number(table, row, "rebuild") == rebuild) {
                String record = row.get(table.indexOf("topic")) + ":" + number(table, row, "partition") + ":"
                        + number(table, row, "offset");
                found.merge(record, 1, Integer::sum);
            }
        });
        Set<String> records = new HashSet<>(load.bad());
        records.addAll(found.keySet());
        for (String record : records) {
            int wanted = load.bad().contains(record) ? 1 : 0;
            if (found.getOrDefault(record, 0) != wanted) {
                differ("exported rejects of " + record, wanted, found.getOrDefault(record, 0));
            }
        }
    }

    /** The last row of a key in a history: of the highest export, there of the highest offset. */
    private record LastRow(long export, long offset, Optional<ByteBuffer> value) {
        LastRow later(LastRow other) {
            boolean isLater = export == other.export ? offset > other.offset : export > other.export;
            return isLater ? this : other;
        }
    }

    private void compareRows(TableReader reader, Topic topic, Map<String, byte[]> expected) {
        AvroWriter<SpecificRecord> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, schemas);
        Table latest = Tables.latest(topic);
        Map<String, ByteBuffer> values = new HashMap<>();
        reader.read(latest, row -> {
            rows++;
            String key = (String) row.get(latest.indexOf(Table.KEY));
            if (values.put(key, value(topic, latest, row, writer)) != null) {
                differ(latest.name() + " " + key, "one row", "two");
            }
        });
        compare(topic, latest, expected, values);

        Table history = Tables.history(topic);
        Map<String, LastRow> last = new HashMap<>();
        reader.read(history, row -> {
            historyRows++;
            boolean deleted = (Boolean) row.get(history.indexOf("deleted"));
            LastRow it = new LastRow(
                    number(history, row, Tables.EXPORT.name()),
                    number(history, row, "kafka_offset"),
                    deleted ? Optional.empty() : Optional.of(value(topic, history, row, writer)));
            last.merge((String) row.get(history.indexOf(Table.KEY)), it, LastRow::later);
        });
        values.clear();
        last.forEach((key, row) -> row.value().ifPresent(value -> values.put(key, value)));
        compare(topic, history, expected, values);
    }

    /** As the pipeline writes it. */
    private static ByteBuffer value(Topic topic, Table table, List<Object> row, AvroWriter<SpecificRecord> writer) {
        List<Column> columns = Tables.columns(topic);
        int first = table.indexOf(columns.get(0).name());
        return ByteBuffer.wrap(writer.toBytes(TableRows.value(topic, row.subList(first, first + columns.size()))));
    }

    private void compare(Topic topic, Table table, Map<String, byte[]> expected, Map<String, ByteBuffer> found) {
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            ByteBuffer wanted = expected.containsKey(key) ? ByteBuffer.wrap(expected.get(key)) : null;
            if (!Objects.equals(wanted, found.get(key))) {
                differ(table.name() + " " + key, decoded(topic, wanted), decoded(topic, found.get(key)));
            }
        }
    }

    private Object decoded(Topic topic, ByteBuffer value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return RowVerifier.decoded(schemas, topic, bytes);
    }

    private void audit(AuditReport report) {
        report.incomplete().ifPresent(why -> differ("the audit", "a whole cut", why));
        for (AuditReport.Family family : report.families()) {
            audited += family.rows();
            if (family.moving() != 0) {
                differ("rows of " + family.table() + " in motion, of the audit", 0, family.moving());
            }
        }
        for (Difference it : report.differences()) {
            differ("audit: " + it.table() + " " + it.key() + " " + it.column(), it.recounted(), it.exported());
        }
    }

    private void differ(String what, Object expected, Object actual) {
        differences++;
        if (shown.size() < SHOWN) {
            shown.add(what + "\n    expected " + (expected == null ? "nothing" : expected) + "\n    found    "
                    + (actual == null ? "nothing" : actual));
        }
    }
}
