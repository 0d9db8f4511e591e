// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Whatever happens to topics and reader: once the reader has everything, it has exactly the rows that there are. */
class RandomHistoryTest {
    private static final int HISTORIES = 150;
    private static final int STEPS = 60;

    @Test
    void shouldHaveTheRowsThatThereAreWhateverHappened() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            new World(seed).play();
        }
    }

    private static final class World {
        private final int seed;
        private final Random random;
        private final FeedFixture feed = new FeedFixture();

        World(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void play() {
            feed.pipelineRan();
            for (int i = 0; i < STEPS; i++) {
                happen();
                if (random.nextInt(4) == 0) {
                    readAWhile();
                }
            }
            feed.read(feed.log());
            assertThat(feed.stored()).as("seed %d", seed).isEqualTo(feed.expected());
        }

        private void readAWhile() {
            FakeLog log = new FakeLog(feed.cluster, 1 + random.nextInt(4)).beforeEach(() -> {
                if (random.nextInt(3) == 0) {
                    write();
                }
            });
            try (FeedSession session = new FeedSession(feed.scope(), log)) {
                for (int i = random.nextInt(12); i > 0 && !session.isOutdated(); i--) {
                    feed.cluster.pass(random.nextInt(3_000));
                    session.round(Duration.ZERO);
                }
                if (random.nextBoolean() && !session.isOutdated()) {
                    session.finish();
                }
            }
        }

        private void happen() {
            switch (random.nextInt(12)) {
                case 0 ->
                    feed.cluster.pass(Duration.ofHours(random.nextInt(240)).toMillis());
                case 1 -> feed.cluster.create(FeedFixture.TOPICS.get(random.nextInt(3)));
                case 2 ->
                    feed.cluster.machineAheadMs =
                            Duration.ofHours(random.nextInt(-16, 400)).toMillis();
                case 3 -> feed.pipelineRan();
                default -> write();
            }
        }

        private void write() {
            TopicPartition partition =
                    FakeCluster.partition(FeedFixture.TOPICS.get(random.nextInt(3)), random.nextInt(2));
            for (int i = random.nextInt(6); i > 0; i--) {
                String unit = "unit-" + partition.partition() + "-" + random.nextInt(12);
                boolean ofItems = partition.topic().equals(FeedFixture.ITEMS.topic());
                boolean deleted = random.nextInt(3) == 0;
                if (deleted && ofItems) {
                    feed.done(partition, unit);
                } else if (deleted) {
                    feed.tombstone(partition, unit);
                } else if (ofItems) {
                    feed.item(partition, unit, "city", 1 + random.nextInt(9));
                } else {
                    feed.row(partition, unit, 1 + random.nextInt(9));
                }
            }
            if (random.nextBoolean()) {
                feed.cluster.mark(partition);
            }
            if (random.nextInt(3) == 0) {
                feed.cluster.clean(partition);
            }
        }
    }
}
