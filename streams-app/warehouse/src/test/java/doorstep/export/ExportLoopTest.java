// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.directory.CsvFormat;
import doorstep.directory.DirectoryTarget;
import doorstep.feed.FakeLog;
import doorstep.settings.PublishedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportLoopTest {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();
    private final List<String> said = new ArrayList<>();
    private final List<Long> startedMs = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private int failing;

    private void export(boolean again) {
        startedMs.add(Duration.ofNanos(world.cluster.nanos).toMillis());
        FakeLog log = world.log();
        if (startedMs.size() == failing) {
            log.before(5, () -> {
                throw new ClusterException("the broker does not answer");
            });
        }
        try (Target target = DirectoryTarget.open(directory, new CsvFormat(), Optional.empty())) {
            world.export(target, log, again).ifPresent(it -> exports.add(it.export()));
        }
    }

    private void run(int attempts, boolean again, Runnable... between) {
        new ExportLoop(
                        INTERVAL,
                        duration -> {
                            if (duration.isZero()) {
                                return false;
                            }
                            int round = startedMs.size();
                            if (round <= between.length) {
                                between[round - 1].run();
                            }
                            world.cluster.pass(duration.toMillis());
                            return round == attempts;
                        },
                        () -> world.cluster.nanos,
                        said::add)
                .run(this::export, again);
    }

    private void comeIn() {
        int number = startedMs.size();
        world.visit("v" + number, 1, number);
        world.row("u" + number, number);
        world.progress();
    }

    private void requireEqual() {
        try (Target target = DirectoryTarget.open(directory, new CsvFormat(), Optional.empty())) {
            target.last(false);
            assertThat(ExportedState.facts(target))
                    .isEqualTo(world.facts.stream().sorted().toList());
            assertThat(ExportedState.visits(target)).isEqualTo(world.visits);
        }
    }

    @Test
    void shouldExportWhatComesInAndGoOnAfterAFailure() {
        comeIn();
        failing = 2;

        run(5, false, this::comeIn, this::comeIn, this::comeIn, () -> {});

        assertThat(exports).extracting(Export::number).containsExactly(1L, 2L, 3L); // nothing is new in the fifth
        assertThat(said).containsExactly("Trying again later: the broker does not answer");
        requireEqual();
        for (int i = 1; i < startedMs.size(); i++) {
            assertThat(startedMs.get(i) - startedMs.get(i - 1)).isEqualTo(INTERVAL.toMillis());
        }
    }

    @Test
    void shouldReplaceOnceWhenAskedEvenAfterAFailure() {
        comeIn();
        run(1, false, this::comeIn);
        failing = 2;

        run(4, true, () -> {}, this::comeIn, this::comeIn);

        assertThat(exports).extracting(Export::since).containsExactly(1L, 2L, 2L);
        requireEqual();
    }

    @Test
    void shouldWaitWhileARebuildIsUnderWay() {
        comeIn();

        run(
                4,
                false,
                () -> {
                    comeIn();
                    world.settings(Map.of(PublishedSettings.REBUILD_MARK, "x"));
                },
                this::comeIn,
                () -> {
                    world.noSetting(PublishedSettings.REBUILD_MARK);
                    world.rebuild();
                });

        assertThat(said).hasSize(2).allMatch(it -> it.contains("a rebuild is under way"));
        assertThat(exports).extracting(Export::number).containsExactly(1L, 2L);
        assertThat(exports.get(1).replacesFacts()).isTrue();
        requireEqual();
    }

    @Test
    void shouldEndWithWhatDoesNotPass() {
        ExportLoop loop = new ExportLoop(INTERVAL, duration -> false, () -> 0, said::add);

        assertThatThrownBy(() -> loop.run(
                        again -> {
                            throw new ExportException("a gap");
                        },
                        false))
                .isInstanceOf(ExportException.class)
                .hasMessage("a gap");
        assertThat(said).isEmpty();
    }

    @Test
    void shouldEndWithoutAnErrorWhenAStopInterrupts() {
        ExportLoop loop = new ExportLoop(INTERVAL, duration -> true, () -> 0, said::add);

        loop.run(
                again -> {
                    throw new ExportException("interrupted; nothing was exported");
                },
                false);

        assertThat(said).isEmpty();
    }
}
