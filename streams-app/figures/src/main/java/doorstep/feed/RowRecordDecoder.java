// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ValueReader;
import doorstep.family.Families;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Decodes the records of one result topic, with all fields of their values. Not thread-safe. */
public final class RowRecordDecoder {
    private static final String AS_OF = "as-of";

    private final Predicate<byte[]> isKey;
    private final ValueReader<SpecificRecord> values;
    private final SkippedRecords skipped = new SkippedRecords();

    public RowRecordDecoder(Topic topic, SchemaRegistry registry) {
        isKey = topic.equals(Topics.WORKLIST) ? ItemDecoder::isId : isKeyOfFigures(topic);
        values = new ValueReader<>(topic, registry);
    }

    private static Predicate<byte[]> isKeyOfFigures(Topic topic) {
        RowKeys keys = new RowKeys(Families.ofRows().get(topic).code());
        return key -> keys.parse(key).isPresent();
    }

    /**
     * Empty for a record that is not a row, because another program wrote it.
     *
     * @throws doorstep.cluster.ClusterException if the registry does not know the schema of the value
     */
    public Optional<RowRecord> decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || !isKey.test(record.key())) {
            skipped.add(record, "its key is not that of a row");
            return Optional.empty();
        }
        try {
            Optional<SpecificRecord> value =
                    record.value() == null ? Optional.empty() : Optional.of(values.read(record));
            return Optional.of(new RowRecord(new String(record.key(), StandardCharsets.UTF_8), value, asOf(record)));
        } catch (UnreadableException e) {
            skipped.add(record, "its value is not one of this topic (" + e.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static Optional<Instant> asOf(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(AS_OF);
        try {
            return Optional.ofNullable(header).map(it -> Instant.parse(new String(it.value(), StandardCharsets.UTF_8)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
