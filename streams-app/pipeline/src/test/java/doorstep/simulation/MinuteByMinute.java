// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Minutes;
import doorstep.model.ExpectedFigures;
import doorstep.model.ModelConfig;
import doorstep.model.ModelWindow;
import doorstep.model.RawRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Advances the clock of a cluster without further input, one minute at a time. The model lists the moments at which
 * something counts. For every minute it is computed, without the engine, which rolling windows contain each of them. If
 * that has changed, all rows are compared with the model; if not, no row may have been sent.
 */
final class MinuteByMinute {
    private static final int BY_MINUTE = 2;
    private static final int[] LENGTHS = {60, 1_440, 7, 30, 90};

    private final SimulatedCluster cluster;
    private final ModelConfig config;
    private final List<RawRecord> records;
    private final FiguresEqualModel figures;
    private long[] minutes;
    private long[] dates;
    private int[] holding;
    private long comparisons;
    private long rows;

    /** @param records all that were appended */
    MinuteByMinute(SimulatedCluster cluster, ModelConfig config, List<RawRecord> records) {
        this.cluster = cluster;
        this.config = config;
        this.records = records;
        figures = new FiguresEqualModel(config, "the same every time");
    }

    /** @param from the cluster's present time; it must be idle */
    void walk(Instant from, Instant to) {
        Set<Instant> moments = compare(from).moments();
        minutes = moments.stream().mapToLong(Minutes::of).toArray();
        dates = moments.stream()
                .mapToLong(moment -> ModelWindow.dateOf(moment, config.zone()).toEpochDay())
                .toArray();
        holding = holding(from);
        for (Instant now = from.plusSeconds(60); !now.isAfter(to); now = now.plusSeconds(60)) {
            int[] next = holding(now);
            long sent = cluster.sent();
            cluster.setClock(now);
            cluster.rest();
            if (!Arrays.equals(next, holding)) {
                compare(now);
                holding = next;
            } else if (cluster.sent() != sent) {
                assertThat(cluster.sent())
                        .as("rows sent until " + now + ", though no figure changed")
                        .isEqualTo(sent);
            }
        }
        compare(to);
    }

    /** Number of times that all rows were compared. */
    long comparisons() {
        return comparisons;
    }

    /** Number of rows compared. */
    long rows() {
        return rows;
    }

    private ExpectedFigures compare(Instant now) {
        comparisons++;
        ExpectedFigures expected = figures.check(cluster, records, now);
        expected.rows().values().forEach(latest -> rows += latest.size());
        return expected;
    }

    /** For each moment, one bit for each rolling window that contains it, and one if its minute has been reached. */
    private int[] holding(Instant now) {
        long minute = Minutes.of(now);
        LocalDate today = ModelWindow.dateOf(now, config.zone());
        int[] bits = new int[minutes.length];
        for (int i = 0; i < minutes.length; i++) {
            if (minutes[i] > minute) {
                continue;
            }
            bits[i] = 1 << LENGTHS.length;
            for (int window = 0; window < LENGTHS.length; window++) {
                long age = window < BY_MINUTE ? minute - minutes[i] : today.toEpochDay() - dates[i];
                bits[i] |= age < LENGTHS[window] ? 1 << window : 0;
            }
        }
        return bits;
    }
}
