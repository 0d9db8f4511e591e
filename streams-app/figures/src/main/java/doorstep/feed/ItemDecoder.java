// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.WorkItem;
import doorstep.cluster.ValueReader;
import doorstep.rows.ItemChange;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of the worklist. Not thread-safe. */
final class ItemDecoder implements ChangeDecoder {
    private final ValueReader<WorkItem> values;
    private final SkippedRecords skipped;

    ItemDecoder(SchemaRegistry registry, SkippedRecords skipped) {
        values = new ValueReader<>(Topics.WORKLIST, registry);
        this.skipped = skipped;
    }

    @Override
    public Optional<Undecoded> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || !isId(record.key())) {
            skipped.add(record, "its key is not an id");
            return Optional.empty();
        }
        String id = new String(record.key(), StandardCharsets.UTF_8);
        return Optional.of(() -> decode(id, record));
    }

    /** Whether the bytes are a text, and not empty. */
    static boolean isId(byte[] key) {
        return key.length > 0
                && Arrays.equals(new String(key, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), key);
    }

    private Optional<ItemChange> decode(String id, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.of(new ItemChange(id, Optional.empty()));
        }
        try {
            WorkItem item = values.read(record);
            if (item.getId().equals(id)) {
                return Optional.of(new ItemChange(id, Optional.of(item)));
            }
            skipped.add(record, "its value is not a row of this key");
        } catch (UnreadableException e) {
            skipped.add(record, "its value is not one of this topic (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }
}
