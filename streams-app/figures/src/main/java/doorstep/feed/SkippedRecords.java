// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ValueReader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts records that another program wrote to a topic, and warns of the first one in each topic. */
final class SkippedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedRecords.class);

    private final Set<String> warned = new HashSet<>();
    private final AtomicLong count = new AtomicLong();

    /** @param what is wrong */
    void add(ConsumerRecord<byte[], byte[]> record, String what) {
        count.incrementAndGet();
        if (warned.add(record.topic())) {
            LOG.warn(
                    "skipped the record at {}: {}; did another program write there? Others in this topic are skipped"
                            + " without a warning",
                    ValueReader.place(record),
                    what);
        }
    }

    /** May be called by any thread. */
    long count() {
        return count.get();
    }
}
