// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Rejected;
import doorstep.config.AppConfig;
import doorstep.wire.RecordHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SourceRecordsTest {
    private static final String TOPIC = "doorstep.visits";
    private static final TopicPartition ZERO = new TopicPartition(TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final SourceRecords sourceRecords = new SourceRecords(AppConfig.of(Map.of()), consumer);
    private final Map<String, Optional<Long>> found = new HashMap<>();

    @Test
    void shouldFindOriginalsInSeveralPartitionsAndOverGaps() {
        topic(3, 20_003, 0, 2);
        records(ZERO, 3, 4, 20_002);
        records(ONE, 0, 1);

        read(row(0, 3, 3), row(0, 20_002, 20_002), row(1, 1, 1));

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("0:3", Optional.of(3L), "0:20002", Optional.of(20_002L), "1:1", Optional.of(1L)));
    }

    @Test
    void shouldSayWhichAreGone() {
        topic(3, 10, 0, 2);
        records(ZERO, 3, 5, 9);
        records(ONE, 0, 1);

        read(row(0, 2, 2), row(0, 4, 4), row(0, 5, 6), row(0, 9, 9), row(0, 10, 10), row(7, 0, 0));

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "0:2", Optional.empty(), // deleted
                        "0:4", Optional.empty(), // never committed
                        "0:5", Optional.empty(), // another record is at that offset
                        "0:9", Optional.of(9L),
                        "0:10", Optional.empty(), // beyond the end: the topic was created again
                        "7:0", Optional.empty())); // no such partition
    }

    private void read(Rejected... rows) {
        sourceRecords.read(
                List.of(rows),
                (row, sourceRecord) -> found.put(
                        row.getPartition() + ":" + row.getOffset(), sourceRecord.map(ConsumerRecord::offset)));
    }

    private void topic(long firstOfZero, long endOfZero, long firstOfOne, long endOfOne) {
        Node node = new Node(0, "localhost", 9092);
        List<PartitionInfo> infos = new ArrayList<>();
        for (TopicPartition part : List.of(ZERO, ONE)) {
            infos.add(new PartitionInfo(TOPIC, part.partition(), node, new Node[] {node}, new Node[] {node}));
        }
        consumer.updatePartitions(TOPIC, infos);
        consumer.updateBeginningOffsets(Map.of(ZERO, firstOfZero, ONE, firstOfOne));
        consumer.updateEndOffsets(Map.of(ZERO, endOfZero, ONE, endOfOne));
    }

    /** Buffers records for when their partition is read. */
    private void records(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            consumer.schedulePollTask(() -> {
                if (consumer.assignment().contains(partition)) {
                    consumer.addRecord(
                            new ConsumerRecord<>(TOPIC, partition.partition(), offset, key(offset), new byte[] {1}));
                }
            });
        }
    }

    /** @param hashOf offset of the record that was refused */
    private static Rejected row(int partition, long offset, long hashOf) {
        return new Rejected(
                TOPIC,
                partition,
                offset,
                Instant.EPOCH,
                "UNDECODABLE",
                null,
                RecordHash.of(key(hashOf), new byte[] {1}),
                0L);
    }

    private static byte[] key(long offset) {
        return Long.toString(offset).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
