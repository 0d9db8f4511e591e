// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a stream thread, whose transactions hold what all tasks of the thread have sent. If records of one task
 * cannot be sent in time, Kafka Streams 4.4 aborts the transaction and restarts that task; the others go on, though what
 * they have sent is gone, because the commit that should have saved it fails for the same reason:
 * https://github.com/apache/kafka/pull/10407. This producer begins no transaction after one that was aborted, so that the
 * thread fails, and all of its tasks resume from their last commit.
 */
public class ThreadProducer extends KafkaProducer<byte[], byte[]> {
    private boolean aborted; // Kafka Streams uses a producer from one thread

    public ThreadProducer(Map<String, Object> settings) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void abortTransaction() {
        aborted = true;
        super.abortTransaction();
    }

    /** @throws TransactionAbortableException if a transaction was aborted */
    @Override
    public void beginTransaction() {
        if (aborted) {
            throw new TransactionAbortableException(
                    "a transaction was aborted, and with it what all tasks of this thread had sent");
        }
        super.beginTransaction();
    }
}
