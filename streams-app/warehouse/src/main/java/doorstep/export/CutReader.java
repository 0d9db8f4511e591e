// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.avro.Progress;
import doorstep.feed.PipelineReader;
import doorstep.feed.RangeReader;
import doorstep.figures.Completion;
import doorstep.figures.InputBarrier;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Notes where inputs and as-of are before results are read and after, and waits for the pipeline in between, so that an
 * export is comparable with a recount while events come in. Not thread-safe.
 */
final class CutReader {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Sources sources;
    private final RangeReader ranges;
    private final PipelineReader pipeline;
    private final List<TopicPartition> inputs;
    private final long deadline;
    private Map<TopicPartition, Long> ends1 = Map.of();
    private Optional<Instant> asOf1 = Optional.empty();
    private boolean resultsComplete;
    private Map<TopicPartition, Long> factEnds = Map.of();

    /** @param timeout for all that is waited for */
    CutReader(Sources sources, PipelineReader pipeline, Duration timeout) {
        this.sources = sources;
        this.pipeline = pipeline;
        ranges = new RangeReader(sources.log(), sources.clock());
        inputs = sources.partitions(Topics.inputs());
        deadline = sources.clock().now().nanos() + timeout.toNanos();
    }

    /** Notes the first half, and waits until the pipeline has sent all rows that belong to it. */
    void before() {
        ends1 = sources.log().ends(inputs);
        pipeline.catchUp();
        asOf1 = pipeline.asOfs().min(Comparator.naturalOrder());
        InputBarrier barrier = new InputBarrier(withRecords(ends1), ranges::holdsRecords);
        Set<Integer> sent = new HashSet<>();
        resultsComplete = await(() -> {
            pipeline.windows().filter(this::isSent).forEach(row -> sent.add(row.getPartition()));
            boolean allSent = pipeline.windows().allMatch(row -> sent.contains(row.getPartition()));
            return barrier.left(pipeline.progress()).isComplete() && allSent;
        });
    }

    /** Whether a partition of the windows has sent every row that {@code asOf1} changed. */
    private boolean isSent(Progress row) {
        return row.getUnsent() != null
                && row.getUnsent() == 0
                && row.getAsOf() != null
                && asOf1.filter(it -> !row.getAsOf().isBefore(it)).isPresent();
    }

    /** Notes the second half, and waits until the pipeline has passed the ends of the inputs. */
    Cut after() {
        Map<TopicPartition, Long> ends2 = sources.log().ends(inputs);
        pipeline.catchUp();
        Optional<Instant> asOf2 = pipeline.asOfs().max(Comparator.naturalOrder());
        boolean passed = await(() -> factEnds(ends2).equals(ends2));
        factEnds = passed ? ends2 : factEnds(ends2);
        return new Cut(ends1, asOf1, ends2, asOf2, resultsComplete, passed);
    }

    /** Where facts end: at the ends of the inputs, or where the pipeline is before a record. */
    Map<TopicPartition, Long> factEnds() {
        return factEnds;
    }

    private Map<TopicPartition, Long> factEnds(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> passed = new HashMap<>();
        Map<TopicPartition, Long> starts = sources.log().starts(ends.keySet());
        ends.forEach((partition, end) -> {
            long next = Completion.rowOf(partition, pipeline.progress())
                    .map(Progress::getNextOffset)
                    .orElse(starts.get(partition));
            long readable = Math.max(next, starts.get(partition));
            boolean toEnd = readable >= end || !ranges.holdsRecords(partition, readable, end);
            passed.put(partition, toEnd ? end : (Long) readable);
        });
        return passed;
    }

    private Map<TopicPartition, Long> withRecords(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> starts = sources.log().starts(ends.keySet());
        Map<TopicPartition, Long> some = new HashMap<>(ends);
        some.entrySet().removeIf(end -> end.getValue() <= starts.get(end.getKey()));
        return some;
    }

    /** @return false if the time is over */
    private boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (sources.clock().now().nanos() >= deadline) {
                return false;
            }
            sources.pause().of(BETWEEN_LOOKS);
            pipeline.catchUp();
        }
        return true;
    }
}
