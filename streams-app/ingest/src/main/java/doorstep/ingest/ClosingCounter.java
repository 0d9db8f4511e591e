// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.avro.Commitment;
import doorstep.avro.Visit;
import doorstep.wire.Topic;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts visits, and closings of duties that come back, on their way to a sink. A closing ends such a duty for good: a
 * source that closes one with each visit loses all that would have been owed after it.
 */
public final class ClosingCounter implements EventSink {
    /**
     * Events of a category.
     *
     * @param closed number of duties that have ended for good
     */
    public record Counts(String category, long closed, long visits) {
        private Counts plus(Counts more) {
            return new Counts(category, closed + more.closed, visits + more.visits);
        }
    }

    private final EventSink sink;
    private final Predicate<String> comesBack;
    private final SortedMap<String, Counts> byCategory = new TreeMap<>();

    /** @param comesBack whether duties of a category do */
    public ClosingCounter(EventSink sink, Predicate<String> comesBack) {
        this.sink = sink;
        this.comesBack = comesBack;
    }

    @Override
    public void send(Topic topic, SpecificRecord event) {
        if (event instanceof Visit visit) {
            add(visit.getCategory(), 0, 1);
        } else if (event instanceof Commitment commitment
                && commitment.getKind().equals("DUTY")
                && commitment.getClosedAt() != null) {
            add(commitment.getCategory(), 1, 0);
        }
        sink.send(topic, event);
    }

    private void add(String category, long closed, long visits) {
        if (comesBack.test(category)) {
            byCategory.merge(category, new Counts(category, closed, visits), Counts::plus);
        }
    }

    /** The categories that have more closings than half their visits. */
    public List<Counts> suspicious() {
        return byCategory.values().stream()
                .filter(it -> 2 * it.closed() > it.visits())
                .toList();
    }

    @Override
    public Map<TopicPartition, Long> flush() {
        return sink.flush();
    }

    @Override
    public void close() {
        sink.close();
    }
}
