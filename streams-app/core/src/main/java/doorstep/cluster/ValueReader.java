// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.Framing;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes the values of a topic's records. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class ValueReader<T extends SpecificRecord> {
    private final SchemaRegistry registry;
    private final AvroReader<T> avro;

    public ValueReader(Topic topic, SchemaRegistry registry) {
        this.registry = registry;
        avro = new AvroReader<>(topic, registry);
    }

    /**
     * @param record with a value
     * @throws UnreadableException if the value is not one of this topic
     * @throws ClusterException if the registry does not know its schema: then it is not the pipeline's registry
     */
    public T read(ConsumerRecord<byte[], byte[]> record) throws UnreadableException {
        try {
            return avro.read(record.value());
        } catch (UnreadableException e) {
            if (e.fault() != UnreadableException.Fault.UNKNOWN_SCHEMA) {
                throw e;
            }
            throw new ClusterException(
                    "the value at " + place(record) + ", has the schema id " + Framing.schemaId(record.value())
                            + ", which " + registry.name()
                            + " does not know; is schema.registry.url that of the pipeline?",
                    e);
        }
    }

    /** Topic, partition and offset, for messages. */
    public static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + ", offset " + record.offset();
    }
}
