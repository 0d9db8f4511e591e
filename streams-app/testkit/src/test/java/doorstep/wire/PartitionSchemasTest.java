// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Visit;
import doorstep.fixtures.StubRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionSchemasTest {
    private static final TopicPartition ONE = new TopicPartition("doorstep.visits", 1);
    private static final TopicPartition TWO = new TopicPartition("doorstep.visits", 2);
    private static final Schema VISIT = Visit.getClassSchema();

    private final QueuedTasks background = new QueuedTasks();
    private final StubRegistry registry = new StubRegistry();
    private final SchemaLookups lookups = new SchemaLookups(registry, background, Duration.ZERO);
    private final PartitionSchemas schemas = new PartitionSchemas(lookups, ONE, 0);

    @Test
    void shouldAskForAllIdsOfAPackSideBySide() {
        schemas.begin(pack(7, 8, 8, 9, 0, -1), 6);
        assertThat(background.size()).isZero();

        assertGivenUp(schemas, 8);

        assertThat(background.size()).isEqualTo(3);
    }

    @Test
    void shouldGetFurtherWithEachStart() {
        List<ConsumerRecord<byte[], byte[]>> pack =
                pack(IntStream.rangeClosed(1, 500).toArray());
        int starts = 1;
        for (PartitionSchemas each = schemas; !isThrough(each, pack); starts++) {
            background.run(50); // while the thread starts again
            each = new PartitionSchemas(lookups, ONE, 0);
        }

        assertThat(starts).isEqualTo(11);
    }

    private static boolean isThrough(PartitionSchemas schemas, List<ConsumerRecord<byte[], byte[]>> pack) {
        schemas.begin(pack, 500);
        try {
            return pack.stream().allMatch(record -> schemas.find(Framing.schemaId(record.value()))
                    .isEmpty());
        } catch (RegistryUnavailableException e) {
            return false;
        }
    }

    @Test
    void shouldKeepThatAnIdIsUnknownUntilThePollIsCommitted() {
        learnUnknown(7, 20);
        assertThat(registry.put(VISIT)).isEqualTo(1_000);

        schemas.begin(pack(7), 20);
        assertThat(schemas.find(7)).isEmpty();
        schemas.beforeCommit(19);
        schemas.begin(pack(7), 20);
        assertThat(schemas.find(7)).isEmpty();
        assertThat(new PartitionSchemas(lookups, ONE, 19).find(7)).isEmpty();
        assertThat(background.size()).isZero();
    }

    @Test
    void shouldAskAgainAfterThePollIsCommitted() {
        learnUnknown(1_000, 20);
        registry.put(VISIT);
        schemas.beforeCommit(20);
        assertThat(schemas.find(1_000)).as("not committed yet").isEmpty();

        schemas.begin(pack(1_000), 30);
        assertGivenUp(schemas, 1_000);
        background.runAll();

        assertThat(schemas.find(1_000)).contains(VISIT);
    }

    @Test
    void shouldAskAgainAfterAStartBehindThePoll() {
        learnUnknown(1_000, 20);
        registry.put(VISIT);

        assertGivenUp(new PartitionSchemas(lookups, ONE, 20), 1_000);
    }

    @Test
    void shouldAskForEachPartitionByItself() {
        learnUnknown(7, 20);

        assertGivenUp(new PartitionSchemas(lookups, TWO, 0), 7);
    }

    @Test
    void shouldAskAgainAfterAQuestionThatFailed() {
        registry.goDown();
        learnNothing(7);
        registry.comeBack();

        assertGivenUp(schemas, 7);
        background.runAll();
        assertThat(schemas.find(7)).isEmpty();
    }

    private void learnUnknown(int id, long end) {
        schemas.begin(pack(id), end);
        assertGivenUp(schemas, id);
        background.runAll();
        assertThat(schemas.find(id)).isEmpty();
    }

    private void learnNothing(int id) {
        schemas.begin(pack(id), 20);
        assertGivenUp(schemas, id);
        background.runAll();
    }

    private static void assertGivenUp(PartitionSchemas schemas, int id) {
        assertThatThrownBy(() -> schemas.find(id)).isInstanceOf(RegistryUnavailableException.class);
    }

    private static List<ConsumerRecord<byte[], byte[]>> pack(int... ids) {
        return IntStream.range(0, ids.length)
                .mapToObj(
                        i -> new ConsumerRecord<>(ONE.topic(), ONE.partition(), i, new byte[0], Framing.header(ids[i])))
                .toList();
    }
}
