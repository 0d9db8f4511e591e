// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Timestamp extractor that takes the broker's append time, which all of Doorstep's topics use. Never throws, and never
 * returns a negative timestamp, which Kafka Streams would drop the record for.
 */
public final class AppendTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return of(record);
    }

    /** Milliseconds since the epoch, at least 0. */
    public static long of(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.timestamp());
    }
}
