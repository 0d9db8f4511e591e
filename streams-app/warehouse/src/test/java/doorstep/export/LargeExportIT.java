// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.directory.DirectoryTarget;
import doorstep.directory.ParquetFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first export of many rows, with the heap that {@code -Dtest.heap} sets. */
class LargeExportIT {
    private static final long ROWS = Long.getLong("doorstep.export.rows", 5_000_000);
    private static final long MOST_HEAP = 1L << 30;

    @TempDir
    private Path directory;

    /** Two fifths of the rows are facts, the others rows of results, in history and latest rows. */
    @Test
    void shouldExportMillionsOfRowsWithinOneGibibyte() {
        assertThat(Runtime.getRuntime().maxMemory()).as("-Dtest.heap=-Xmx1g").isLessThanOrEqualTo(MOST_HEAP);
        long facts = ROWS * 2 / 5;
        long counts = (ROWS - facts) / 2;
        long begun = System.nanoTime();
        ExportWorld world = new ExportWorld();
        LargeTopics topics = new LargeTopics(world, facts, counts);
        Export export;
        try (Target target = DirectoryTarget.open(directory, new ParquetFormat(), Optional.empty())) {
            export = world.export(target, topics, false).orElseThrow().export();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d rows to Parquet in %.1f s, records made meanwhile: %,.0f rows/s; in a heap of %,d MB%n",
                facts + 2 * counts,
                seconds,
                (facts + 2 * counts) / seconds,
                Runtime.getRuntime().maxMemory() >> 20);

        assertThat(export.rows())
                .containsEntry("visits", facts)
                .containsEntry("visit_counts", counts)
                .containsEntry("visit_counts_history", counts);
    }
}
