// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer interceptor that starts the {@link Meter} with the first records that a consumer returns. Called once per
 * batch.
 */
public final class FirstBatch implements ConsumerInterceptor<Object, Object> {
    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        if (!records.isEmpty()) {
            Meter.start();
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // commits do not matter
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // nothing to configure
    }

    @Override
    public void close() {
        // nothing to release
    }
}
