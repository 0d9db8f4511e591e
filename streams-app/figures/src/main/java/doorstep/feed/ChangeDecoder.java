// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.Change;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of one result topic. Not thread-safe. */
interface ChangeDecoder {
    /** A record whose key is known. Its value is decoded only if no later one replaces it before rows are stored. */
    @FunctionalInterface
    interface Undecoded {
        /**
         * Empty if the value is not that of a row.
         *
         * @throws doorstep.cluster.ClusterException if the registry does not know the schema of the value
         */
        Optional<? extends Change> decode();
    }

    /** Empty for a record that is not a row, because another program wrote it, or not a wanted one. */
    Optional<Undecoded> read(ConsumerRecord<byte[], byte[]> record);
}
