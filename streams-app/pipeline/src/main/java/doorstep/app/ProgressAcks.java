// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.clock.EngineClock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Producer interceptor that passes the append times of rows of {@code doorstep.progress} to the clock. The transaction
 * of each as-of step contains such a row, so a pipeline without input still gets the brokers' time every minute.
 */
public final class ProgressAcks implements ProducerInterceptor<byte[], byte[]> {
    /** Name of the setting that holds the {@link EngineClock} object itself. */
    static final String CLOCK = "doorstep.clock";
    /** Name of the setting with the topic's name. */
    static final String TOPIC = "doorstep.progress.topic";

    private EngineClock clock;
    private String topic;

    @Override
    public void configure(Map<String, ?> settings) {
        clock = (EngineClock) settings.get(CLOCK);
        topic = (String) settings.get(TOPIC);
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception fault) {
        if (fault == null && metadata.topic().equals(topic) && metadata.hasTimestamp()) {
            clock.onAppendTime(metadata.timestamp());
        }
    }

    @Override
    public void close() {}
}
