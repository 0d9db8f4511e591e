// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Rejected;
import doorstep.decode.Decoded;
import doorstep.streams.AppendTime;
import doorstep.wire.AvroWriter;
import doorstep.wire.RecordHash;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;

/** Makes the rows of {@code doorstep.rejected}: topic, partition, and offset → verdict. */
final class RejectedRows {
    private final AvroWriter<Rejected> writer;
    private final long rebuild;

    RejectedRows(TopicNames topics, long rebuild, SchemaLookups lookups) {
        writer = new AvroWriter<>(Topics.REJECTED, topics, lookups);
        this.rebuild = rebuild;
    }

    /** @param timestamp of the row, milliseconds since the epoch */
    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> in, Decoded.Refused refused, long timestamp) {
        String key = in.topic() + ":" + in.partition() + ":" + in.offset();
        Rejected row = new Rejected(
                in.topic(),
                in.partition(),
                in.offset(),
                Instant.ofEpochMilli(AppendTime.of(in)),
                refused.reason().name(),
                refused.field().orElse(null),
                RecordHash.of(in.key(), in.value()),
                rebuild);
        return new Record<>(key.getBytes(StandardCharsets.UTF_8), writer.toBytes(row), timestamp);
    }
}
