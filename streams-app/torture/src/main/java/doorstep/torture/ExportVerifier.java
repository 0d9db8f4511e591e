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
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Verifies what was exported, once everything is: the latest rows equal the topics', byte by byte, and so do the last rows of the
 * histories; facts are the accepted records, and rejects the refused ones, each once; exports have every number once; and the audit
 * finds no difference.
 */
final class ExportVerifier {
    private final Load load;
    private final Differences differences = new Differences();
    private final ExportedRows exportedRows;
    private long exports;
    private long rebuild;
    private long facts;
    private long audited;

    private ExportVerifier(Load load, SchemaRegistry schemas) {
        this.load = load;
        exportedRows = new ExportedRows(schemas, differences);
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
            Topics.results().forEach(topic -> verifier.exportedRows.compare(reader, topic, output.rows(topic)));
        }
        try (ExportedTables exported = new CopiedTables(IcebergTables.open(tables))) {
            verifier.audit(Audit.of(exported, AuditScope.ALL));
        }
        return verifier;
    }

    /** Number of wrong rows, facts, rejects and exports. */
    long differences() {
        return differences.count();
    }

    /** The first differences, for reports. */
    List<String> shown() {
        return differences.shown();
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
        return exportedRows.latest();
    }

    /** Number of rows of their histories. */
    long historyRows() {
        return exportedRows.history();
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
                differences.add("finished exports with the number " + number, 1, found);
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
                differences.add("facts of " + partition + "@" + offset, "no such fact, or no second one", row);
            }
            offsets.clear(offset);
        });
        left.forEach((partition, offsets) -> offsets.stream()
                .forEach(offset -> differences.add("facts of " + partition + "@" + offset, "one", null)));
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
                differences.add("exported rejects of " + record, wanted, found.getOrDefault(record, 0));
            }
        }
    }

    private void audit(AuditReport report) {
        report.incomplete().ifPresent(why -> differences.add("the audit", "a whole cut", why));
        for (AuditReport.Family family : report.families()) {
            audited += family.rows();
            if (family.moving() != 0) {
                differences.add("rows of " + family.table() + " in motion, of the audit", 0, family.moving());
            }
        }
        for (Difference it : report.differences()) {
            differences.add("audit: " + it.table() + " " + it.key() + " " + it.column(), it.recounted(), it.exported());
        }
    }
}
