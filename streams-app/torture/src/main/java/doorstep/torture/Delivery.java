// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record for an input topic, with what it was made from.
 *
 * @param record with its partition
 * @param number number of the event's id
 * @param version of the content; see {@link EventContents}
 * @param event the decoded value; null for a null value and for a bad record
 * @param bad whether the pipeline must refuse it
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
