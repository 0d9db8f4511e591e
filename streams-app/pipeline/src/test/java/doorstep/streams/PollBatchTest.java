// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class PollBatchTest {
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    private record Metadata(String topic, int partition, long offset) implements RecordMetadata {}

    @Test
    void shouldMakeAPollOneRecordOfEachPartitionAtTheOffsetOfItsFirst() {
        Map<TopicPartition, OffsetAndMetadata> next =
                Map.of(ONE, new OffsetAndMetadata(12), TWO, new OffsetAndMetadata(4));
        ConsumerRecords<byte[], byte[]> pollBatch = new ConsumerRecords<>(
                Map.of(ONE, List.of(record(ONE, 7, "a"), record(ONE, 9, "b")), TWO, List.of(record(TWO, 3, "c"))),
                next);

        ConsumerRecords<byte[], byte[]> packed = new PollBatch.Interceptor().onConsume(pollBatch);

        assertThat(packed.count()).isEqualTo(2);
        assertThat(packed.nextOffsets()).isEqualTo(next);
        ConsumerRecord<byte[], byte[]> ofOne = packed.records(ONE).get(0);
        assertThat(ofOne.offset()).isEqualTo(7);
        assertThat(ofOne.timestamp()).isEqualTo(1_007);
        assertThat(ofOne.leaderEpoch()).contains(5);
        assertThat(unpack(ofOne)).extracting(ConsumerRecord::offset).containsExactly(7L, 9L);
        assertThat(unpack(ofOne)).extracting(PollBatchTest::text).containsExactly("a", "b");
        assertThat(unpack(packed.records(TWO).get(0)))
                .extracting(PollBatchTest::text)
                .containsExactly("c");
    }

    @Test
    void shouldCutAPollByRecords() {
        List<ConsumerRecord<byte[], byte[]>> pollBatch =
                IntStream.range(0, 500).mapToObj(i -> record(ONE, 2 * i, "a")).toList();

        List<ConsumerRecord<byte[], byte[]>> packs = new PollBatch.Interceptor()
                .onConsume(new ConsumerRecords<>(Map.of(ONE, pollBatch), Map.of(ONE, new OffsetAndMetadata(5_000))))
                .records(ONE);

        assertThat(packs).extracting(ConsumerRecord::offset).containsExactly(0L, 400L, 800L);
        assertThat(packs).extracting(pack -> unpack(pack).size()).containsExactly(200, 200, 100);
        assertThat(packs).flatExtracting(PollBatchTest::unpack).isEqualTo(pollBatch);
    }

    @Test
    void shouldCutAPollByBytes() {
        List<ConsumerRecord<byte[], byte[]>> pollBatch =
                List.of(record(ONE, 0, "abc"), record(ONE, 1, "too long"), record(ONE, 2, "ab"), record(ONE, 3, "c"));

        assertThat(PollBatch.split(pollBatch, 10, 3))
                .extracting(pack -> unpack(pack).size())
                .containsExactly(1, 1, 2);
    }

    @Test
    void shouldTellEachPackWhereItsPollEnds() {
        List<ConsumerRecord<byte[], byte[]>> pollBatch =
                List.of(record(ONE, 7, "a"), record(ONE, 9, "b"), record(ONE, 10, "c"));

        assertThat(PollBatch.split(pollBatch, 2, 100))
                .extracting(pack -> pollBatch(pack).end())
                .containsExactly(11L, 11L);
        assertThat(pollBatch(record(ONE, 7, "alone")).end()).isEqualTo(8);
    }

    @Test
    void shouldMakeNothingOfNothing() {
        assertThat(new PollBatch.Interceptor()
                        .onConsume(ConsumerRecords.empty())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldTakeAHeaderOfThatNameForWhatSomebodySent() {
        ConsumerRecord<byte[], byte[]> sent = record(ONE, 7, "a");
        sent.headers().add(new RecordHeader("doorstep.polled", new byte[] {1}));

        assertThat(unpack(sent)).extracting(PollBatchTest::text).containsExactly("a");
        assertThat(unpack(PollBatch.split(List.of(sent), 1, 1).get(0)))
                .extracting(PollBatchTest::text)
                .containsExactly("a");
    }

    private static List<ConsumerRecord<byte[], byte[]>> unpack(ConsumerRecord<byte[], byte[]> record) {
        return pollBatch(record).records();
    }

    private static PollBatch pollBatch(ConsumerRecord<byte[], byte[]> record) {
        return PollBatch.of(
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers()),
                new Metadata(record.topic(), record.partition(), record.offset()));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, String value) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                1_000 + offset,
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                value.length(),
                null,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(List.<Header>of()),
                Optional.of(5));
    }
}
