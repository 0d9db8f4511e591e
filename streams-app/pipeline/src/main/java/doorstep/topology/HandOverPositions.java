package doorstep.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far a task has read the topics that hand-overs or links come through, by topic. */
final class HandOverPositions {
    private final SortedMap<String, Long> next;
    private final Map<String, Continuity> checks = new HashMap<>();

    /**
     * @param next the first offset that was not read; a topic that is left out: none was
     * @param topics all of them
     * @param place for messages: which task this is
     * @throws doorstep.window.RefusedException HISTORY_MISSING
     */
    HandOverPositions(
            SortedMap<String, Long> next, Collection<String> topics, History history, String place, int partition) {
        this.next = new TreeMap<>(next);
        for (String topic : topics) {
            Continuity check = Continuity.ofHandOvers(history, place, topic, partition);
            check.start(next.getOrDefault(topic, 0L), OptionalInt.empty());
            checks.put(topic, check);
        }
    }

    /**
     * @param records of one topic, in their order; at least one
     * @throws doorstep.window.RefusedException HISTORY_MISSING
     */
    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        String topic = records.get(0).topic();
        long last = records.get(records.size() - 1).offset();
        checks.get(topic).receive(records.get(0).offset(), last);
        next.merge(topic, last + 1, Math::max);
    }

    /** The first offset that was not read, by topic. */
    SortedMap<String, Long> next() {
        return next;
    }
}
