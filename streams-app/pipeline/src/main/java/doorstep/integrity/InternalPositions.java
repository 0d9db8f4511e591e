// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A task's read positions in the internal topics that carry delta batches or links, by topic. */
public final class InternalPositions {
    private final SortedMap<String, ReadPosition> read;
    private final Map<String, ContinuityCheck> checks = new HashMap<>();

    /**
     * @param read positions by topic; a topic without one is unread
     * @param topics all topics to read
     * @param task the task, as messages name it
     * @throws doorstep.integrity.RefusedException HISTORY_MISSING
     */
    public InternalPositions(
            SortedMap<String, ReadPosition> read,
            Collection<String> topics,
            LogInspector logs,
            String task,
            int partition) {
        this.read = new TreeMap<>(read);
        for (String topic : topics) {
            ContinuityCheck check = ContinuityCheck.ofInternal(logs, task, topic, partition);
            check.start(read.getOrDefault(topic, ReadPosition.NONE));
            checks.put(topic, check);
        }
    }

    /**
     * @param records of one topic, in their order; at least one
     * @throws doorstep.integrity.RefusedException HISTORY_MISSING
     */
    public void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        String topic = records.get(0).topic();
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        checks.get(topic).receive(records.get(0).offset(), last.offset());
        if (last.offset() >= read.getOrDefault(topic, ReadPosition.NONE).next()) {
            read.put(topic, ReadPosition.after(last));
        }
    }

    /** By topic. */
    public SortedMap<String, ReadPosition> read() {
        return read;
    }
}
