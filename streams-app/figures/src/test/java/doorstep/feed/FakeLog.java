// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A connection to a {@link FakeCluster}, on which things happen between two polls. */
public final class FakeLog implements RowLog {
    private final FakeCluster cluster;
    private final int pollSize; // records of a partition
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<Integer, Runnable> events = new TreeMap<>();
    /** Offsets of all records returned, as {@code topic-partition@offset}. */
    final List<String> returned = new ArrayList<>();

    private Runnable beforeEachPoll = () -> {};
    private Runnable afterEachEnds = () -> {};
    private int polls;

    public FakeLog(FakeCluster cluster, int pollSize) {
        this.cluster = cluster;
        this.pollSize = pollSize;
    }

    /** @param poll from 1 */
    public FakeLog before(int poll, Runnable event) {
        events.put(poll, event);
        return this;
    }

    public FakeLog beforeEach(Runnable event) {
        beforeEachPoll = event;
        return this;
    }

    public FakeLog afterEnds(Runnable event) {
        afterEachEnds = event;
        return this;
    }

    private void reach() {
        if (cluster.away) {
            throw new ClusterException("no broker answers");
        }
    }

    @Override
    public Map<String, LogTopic> topics(Collection<String> required, Collection<String> optional) {
        reach();
        Map<String, LogTopic> topics = new HashMap<>();
        required.forEach(name -> topics.put(name, cluster.topic(name).orElseThrow()));
        optional.forEach(name -> cluster.topic(name).ifPresent(topic -> topics.put(name, topic)));
        return topics;
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        reach();
        return ofEach(partitions, cluster::start);
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        reach();
        Map<TopicPartition, Long> ends = ofEach(partitions, cluster::end);
        afterEachEnds.run(); // what is written now lies behind them
        return ends;
    }

    private static Map<TopicPartition, Long> ofEach(
            Collection<TopicPartition> partitions, Function<TopicPartition, Long> offset) {
        return partitions.stream().collect(Collectors.toMap(it -> it, offset));
    }

    @Override
    public long newestAppendMs(Collection<TopicPartition> partitions) {
        return partitions.stream().mapToLong(cluster::newestAppendMs).max().orElseThrow();
    }

    @Override
    public Map<String, Long> tombstonesKeptMs(Collection<String> topics) {
        return topics.stream().collect(Collectors.toMap(it -> it, it -> cluster.keptMs));
    }

    @Override
    public void assign(Map<TopicPartition, Long> next) {
        positions.clear();
        positions.putAll(next);
    }

    @Override
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        polls++;
        beforeEachPoll.run();
        Runnable event = events.remove(polls);
        if (event != null) {
            event.run();
        }
        reach();
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        positions.replaceAll((partition, position) -> {
            if (position < cluster.start(partition) || position > cluster.end(partition)) {
                throw new ClusterException("offset " + position + " is out of range");
            }
            List<ConsumerRecord<byte[], byte[]>> records = cluster.records(partition, position, pollSize);
            polled.addAll(records);
            // Like the consumer: what is passed over, markers for example, shows with the poll after it.
            return records.isEmpty()
                    ? Math.max(position, cluster.readableEnd(partition))
                    : records.get(records.size() - 1).offset() + 1;
        });
        polled.forEach(it -> returned.add(it.topic() + "-" + it.partition() + "@" + it.offset()));
        return polled;
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.get(partition);
    }

    @Override
    public void close() {}
}
