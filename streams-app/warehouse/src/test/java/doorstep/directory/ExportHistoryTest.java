// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.cluster.ClusterException;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.export.ExportedState;
import doorstep.export.Target;
import doorstep.feed.FakeCluster;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to topics and exporters: what a finished export covers is in its tables once, and nothing else. */
class ExportHistoryTest {
    private static final int ROUNDS = 8;

    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();
    private final Map<Long, Map<String, Long>> published = new TreeMap<>(); // export → visit-counts
    private Random random;
    private int events;

    private static final class Killed extends RuntimeException {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldCoverEachOffsetOnceWhateverHappens(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            for (int left = random.nextInt(10); left > 0; left--) {
                happen();
            }
            exportOrNot();
            check();
        }
        world.progress();
        try (Target target = DirectoryTarget.open(directory, new CsvFormat(), Optional.empty())) {
            world.export(target);
            assertThat(ExportedState.facts(target))
                    .isEqualTo(world.facts.stream().sorted().toList());
            assertThat(ExportedState.visits(target)).isEqualTo(world.visits);
        }
        check();
    }

    /** While other things happen; may be killed, or be refused because of a rebuild. */
    private void exportOrNot() {
        int[] stepsLeft = {random.nextInt(3) == 0 ? random.nextInt(40) : Integer.MAX_VALUE};
        int[] busy = {random.nextInt(10)};
        DirectoryTarget target = DirectoryTarget.open(directory, new CsvFormat(), Optional.empty(), step -> {
            if (stepsLeft[0]-- == 0) {
                throw new Killed();
            }
        });
        try {
            world.export(
                    target,
                    world.log().beforeEach(() -> {
                        world.cluster.pass(1);
                        if (busy[0] > 0 && random.nextInt(5) == 0) {
                            busy[0]--;
                            happen();
                        }
                    }),
                    random.nextInt(10) == 0);
        } catch (Killed e) {
            // the next one goes on
        } catch (ClusterException e) { // the brokers refuse a position in a topic that was created anew
            assertThat(e).hasMessageContaining("out of range");
        } catch (ExportException e) {
            assertThat(e.isPassing()).isTrue();
        } finally {
            target.abandon();
        }
    }

    private void check() {
        try (Target target = DirectoryTarget.open(directory, new CsvFormat(), Optional.empty())) {
            Optional<Export> last = target.last(false);
            if (last.isEmpty()) {
                return;
            }
            assertThat(ExportedState.facts(target)).isEqualTo(covered(last.get()));
            Map<String, Long> latest = ExportedState.visits(target);
            published.put(last.get().number(), latest);
            published.forEach((number, rows) ->
                    assertThat(ExportedState.visitsAt(target, number)).isEqualTo(rows));
        }
    }

    /** The accepted records before the ends that the export speaks of. */
    private List<String> covered(Export export) {
        return world.facts.stream()
                .filter(place -> {
                    int at = place.indexOf('@');
                    int dash = place.lastIndexOf('-', at);
                    TopicPartition partition = new TopicPartition(
                            place.substring(0, dash), Integer.parseInt(place.substring(dash + 1, at)));
                    return Long.parseLong(place.substring(at + 1))
                            < export.ranges().get(partition).end();
                })
                .sorted()
                .toList();
    }

    private void happen() {
        events++;
        int unit = random.nextInt(5);
        switch (random.nextInt(16)) {
            case 0, 1 -> world.visit("v" + random.nextInt(6), random.nextInt(4), events);
            case 2 -> world.withdrawn("v" + random.nextInt(6), random.nextInt(4));
            case 3 -> world.nullValue("v" + random.nextInt(6));
            case 4 -> world.refused("v" + random.nextInt(6));
            case 5, 6, 7 -> world.row("u" + unit, events);
            case 8 -> world.deleteRow("u" + unit);
            case 9, 10, 11 -> world.progress();
            case 12, 13 -> world.cluster.clean(FakeCluster.partition(Topics.VISIT_COUNTS, unit % 2));
            case 14 -> world.cluster.pass(random.nextInt(6) * Duration.ofDays(1).toMillis());
            default -> {
                if (random.nextInt(4) == 0) {
                    world.rebuild();
                } else if (random.nextInt(4) == 0) {
                    world.cluster.create(Topics.VISIT_COUNTS);
                    world.visits.clear();
                }
            }
        }
    }
}
