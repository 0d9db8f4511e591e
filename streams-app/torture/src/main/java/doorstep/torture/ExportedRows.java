// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.export.TableReader;
import doorstep.table.Column;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.Tables;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Compares exported results with the rows of the topics: the latest ones, and the state that the history gives. */
final class ExportedRows {
    private final SchemaRegistry schemas;
    private final Differences differences;
    private long latestRows;
    private long historyRows;

    /** @param schemas with the ids that rows are written with */
    ExportedRows(SchemaRegistry schemas, Differences differences) {
        this.schemas = schemas;
        this.differences = differences;
    }

    /** Number of latest rows compared. */
    long latest() {
        return latestRows;
    }

    /** Number of rows in the histories compared. */
    long history() {
        return historyRows;
    }

    /** The last row of a key in a history: of the highest export, there of the highest offset. */
    private record LastRow(long export, long offset, Optional<ByteBuffer> value) {
        LastRow later(LastRow other) {
            boolean isLater = export == other.export ? offset > other.offset : export > other.export;
            return isLater ? this : other;
        }
    }

    /** @param expected by key, as the pipeline writes them */
    void compare(TableReader reader, Topic topic, Map<String, byte[]> expected) {
        AvroWriter<SpecificRecord> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, schemas);
        Table latest = Tables.latest(topic);
        Map<String, ByteBuffer> values = new HashMap<>();
        Values ofLatest = new Values(topic, latest, writer);
        reader.read(latest, row -> {
            latestRows++;
            String key = (String) row.get(latest.indexOf(Table.KEY));
            if (values.put(key, ofLatest.of(row)) != null) {
                differences.add(latest.name() + " " + key, "one row", "two");
            }
        });
        compare(topic, latest, expected, values);

        Table history = Tables.history(topic);
        Map<String, LastRow> last = new HashMap<>();
        Values ofHistory = new Values(topic, history, writer);
        reader.read(history, row -> {
            historyRows++;
            boolean deleted = (Boolean) row.get(history.indexOf("deleted"));
            LastRow it = new LastRow(
                    (Long) row.get(history.indexOf(Tables.EXPORT.name())),
                    (Long) row.get(history.indexOf("kafka_offset")),
                    deleted ? Optional.empty() : Optional.of(ofHistory.of(row)));
            last.merge((String) row.get(history.indexOf(Table.KEY)), it, LastRow::later);
        });
        values.clear();
        last.forEach((key, row) -> row.value().ifPresent(value -> values.put(key, value)));
        compare(topic, history, expected, values);
    }

    /** The value of a topic's record, as the pipeline writes it, from rows of one table. */
    private static final class Values {
        private final Topic topic;
        private final int first;
        private final int end;
        private final AvroWriter<SpecificRecord> writer;

        Values(Topic topic, Table table, AvroWriter<SpecificRecord> writer) {
            List<Column> columns = Tables.columns(topic);
            this.topic = topic;
            first = table.indexOf(columns.get(0).name());
            end = first + columns.size();
            this.writer = writer;
        }

        ByteBuffer of(List<Object> row) {
            return ByteBuffer.wrap(writer.toBytes(TableRows.value(topic, row.subList(first, end))));
        }
    }

    private void compare(Topic topic, Table table, Map<String, byte[]> expected, Map<String, ByteBuffer> found) {
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            ByteBuffer wanted = expected.containsKey(key) ? ByteBuffer.wrap(expected.get(key)) : null;
            if (!Objects.equals(wanted, found.get(key))) {
                differences.add(table.name() + " " + key, decoded(topic, wanted), decoded(topic, found.get(key)));
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
}
