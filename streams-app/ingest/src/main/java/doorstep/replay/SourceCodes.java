// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.event.Codes;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.MissingFields;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds the source code of original records, even if their schema lacks other fields. Not thread-safe. */
public final class SourceCodes {
    /** No source: the original is gone, cannot be decoded, or has no valid source. No valid code looks like this. */
    public static final String UNKNOWN = "unknown";

    private static final String FIELD = "source";

    private final TopicNames names;
    private final SchemaRegistry registry;
    private final Map<String, AvroReader<SpecificRecord>> readers = new HashMap<>();

    SourceCodes(TopicNames names, SchemaRegistry registry) {
        this.names = names;
        this.registry = registry;
    }

    String of(Rejected row, Optional<ConsumerRecord<byte[], byte[]>> sourceRecord) {
        return sourceRecord
                .map(ConsumerRecord::value)
                .map(value -> of(row.getTopic(), value))
                .filter(Codes::isValid)
                .orElse(UNKNOWN);
    }

    private String of(String topic, byte[] value) {
        AvroReader<SpecificRecord> reader = readers.computeIfAbsent(topic, this::readerOf);
        try {
            SpecificRecord record = reader.read(value);
            return (String) record.get(record.getSchema().getField(FIELD).pos());
        } catch (UnreadableException e) {
            return UNKNOWN;
        }
    }

    /** Fills missing fields with arbitrary values, because they are not used. */
    private AvroReader<SpecificRecord> readerOf(String name) {
        Topic topic = InputNames.named(name, names);
        Map<String, Object> blanks = new HashMap<>();
        topic.value().getFields().stream()
                .filter(field -> !field.hasDefaultValue())
                .forEach(field ->
                        blanks.put(field.name(), field.schema().getType() == Schema.Type.STRING ? "" : (Object) 0L));
        return new AvroReader<>(MissingFields.filled(topic, blanks), registry);
    }
}
