package doorstep.torture;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record for an input topic, and what it is.
 *
 * @param record with its partition
 * @param number of the id
 * @param version of the content; see {@link EventContents}
 * @param event what the value says; null for a null value and for a bad record
 * @param bad to be refused
 */
record Delivery(
        ProducerRecord<byte[], byte[]> record,
        int number,
        EventContents.Version version,
        SpecificRecord event,
        boolean bad) {
    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }
}
