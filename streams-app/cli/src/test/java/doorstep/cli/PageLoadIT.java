// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import doorstep.api.ApiSettings;
import doorstep.api.Limits;
import doorstep.feed.CollectedFigures;
import doorstep.figures.FigureSettings;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with the cells of a large organisation, and on a wall that nobody turns off. */
class PageLoadIT {
    private static final String CITY = "Sample City";
    /** Of each district of the sample. */
    private static final int COPIES = 4;

    private static final int CELLS = 35_000;
    private static final int WARM_UP = 1_000;
    private static final int UPDATES = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Bytes; far less than 100 for each update. */
    private static final long MOST_GROWTH = 500_000;

    private static final List<String> WALL = List.of("overview", "units", "commitments");
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(2);

    @TempDir
    private static Path dir;

    private static FigureSettings settings;
    private static StoredDashboard server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        try (SampleCluster sample = SampleCluster.counted(dir)) {
            settings = sample.settings();
            CollectedFigures figures = sample.figures();
            Limits limits = Limits.DEFAULT.withTelling(BETWEEN_UPDATES);
            server = new StoredDashboard(
                    dir.resolve("rows"),
                    sample.config(),
                    figures.pipeline(),
                    ApiSettings.loopback(0).withLimits(limits));
            server.put(multiplied(figures.rows()));
        }
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** The rows of a city with many times the districts. */
    private static List<RowChange> multiplied(RowStore rows) {
        List<RowChange> all = new ArrayList<>();
        try (RowStore.Snapshot now = rows.snapshot()) {
            settings.families()
                    .all()
                    .forEach(family -> now.forEach(family.code(), (number, kind, start, tally) -> {
                        Cell cell = rows.cells().get(number);
                        if (cell.unit().startsWith(CITY + "/")) {
                            for (int i = 1; i <= COPIES; i++) {
                                all.add(new RowChange(cell.withUnit(copy(cell.unit(), i)), kind, start, tally));
                            }
                        } else {
                            all.add(new RowChange(cell, kind, start, times(tally)));
                        }
                    }));
        }
        return all;
    }

    /** Of a district, or of a station in it. */
    private static String copy(String unit, int number) {
        return unit.replaceFirst("^(" + CITY + "/[^/]+)", "$1 " + number);
    }

    private static Tally times(Tally tally) {
        Tally sum = Tally.ZERO;
        for (int i = 0; i < COPIES; i++) {
            sum = sum.plus(tally);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "units", "unit", "commitments", "year"})
    void shouldBeUsableWithinTwoSecondsWithManyCells(String view) {
        assertThat(server.cells()).isGreaterThan(CELLS);
        assertThat(browser.fastest(server.url() + "/#/" + view, view, 2_000))
                .as("ms from the click to all figures")
                .isLessThan(2_000);
    }

    /** Hours of a screen in half a minute: its timers run fast, and so do the changes that it is told of. */
    @Test
    void shouldNotGrowOnAWall() {
        AtomicLong visits = new AtomicLong();
        ScheduledExecutorService visitors = Executors.newSingleThreadScheduledExecutor();
        try (Browser wall = new Browser()) {
            wall.hurry(50);
            wall.open(server.url() + "/?wall=1&views=" + String.join(",", WALL));
            wall.awaitView("overview");
            visitors.scheduleWithFixedDelay(
                    () -> plantVisits(visits.incrementAndGet()), 0, BETWEEN_UPDATES.toNanos(), TimeUnit.NANOSECONDS);
            awaitUpdates(wall, WARM_UP);
            long before = leastHeap(wall);
            awaitUpdates(wall, WARM_UP + UPDATES);

            assertThat(leastHeap(wall)).as("heap, %d before", before).isLessThan(before + MOST_GROWTH);
        } finally {
            visitors.shutdownNow();
        }
    }

    /** Views need more or less, so it is the least in a whole turn. */
    private static long leastHeap(Browser wall) {
        long least = Long.MAX_VALUE;
        for (String view : WALL) {
            wall.awaitView(view);
            least = Math.min(least, wall.heap());
        }
        return least;
    }

    private static void awaitUpdates(Browser wall, long number) {
        wall.await(number + " updates", PATIENCE, () -> (Long) wall.run("return updates") >= number);
    }

    private static void plantVisits(long number) {
        int family = settings.families().of(Topics.VISIT_COUNTS).code();
        Cell cell = new Cell(family, CITY, Slice.TOTAL, "");
        long year = LocalDate.parse("2011-01-01").toEpochDay();
        server.put(List.of(new RowChange(cell, WindowKind.YEAR, year, Tally.of(0, number))));
    }
}
