package doorstep.app;

import doorstep.clock.EngineClock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Tells the clock when a broker appended a row of {@code doorstep.progress}. There is one in the transaction of every
 * as-of step, so that a pipeline to which nothing comes hears the brokers' time with every minute that it counts.
 */
public final class ProgressAcks implements ProducerInterceptor<byte[], byte[]> {
    /** The setting that holds the {@link EngineClock} itself. */
    static final String CLOCK = "doorstep.clock";
    /** The setting that names the topic. */
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
