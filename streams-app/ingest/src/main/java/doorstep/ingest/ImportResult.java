package doorstep.ingest;

import doorstep.wire.Topic;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What an import did.
 *
 * @param rows read, bad and skipped ones included
 * @param skipped rows for which no condition of the mapping held
 * @param events handed to the sink, by topic
 * @param clamped times of those events that were moved to the opening, as the mapping allows
 * @param badLines reported ones
 * @param cutShort files that were damaged and not read to their end; each is a bad line too
 * @param stopped true: strict, and there was a bad line; what came before it was sent
 * @param acknowledged events that the sink knows to be stored
 */
public record ImportResult(
        long rows,
        long skipped,
        Map<Topic, Long> events,
        long clamped,
        long badLines,
        int cutShort,
        boolean stopped,
        Map<TopicPartition, Long> acknowledged) {
    /** Over all topics. */
    public long allEvents() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }
}
