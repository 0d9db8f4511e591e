package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.model.ModelConfig;
import doorstep.model.ModelWindow;
import doorstep.model.RawRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the clock of a cluster that gets no more input, one minute at a time. After every minute it is known, moment by
 * moment of the events and without the engine, which rolling windows hold it: where that changed, all rows are compared
 * with the model; where it did not, no row may have been sent.
 */
final class MinuteByMinute {
    private static final int BY_MINUTE = 2;
    private static final int[] LENGTHS = {60, 1_440, 7, 30, 90};

    private final SimulatedCluster cluster;
    private final ModelConfig config;
    private final List<RawRecord> records;
    private final FiguresEqualModel figures;
    private final long[] minutes;
    private final long[] dates;
    private int[] holding;
    private long comparisons;
    private long rows;

    /** @param moments at which anything happens */
    MinuteByMinute(SimulatedCluster cluster, ModelConfig config, List<RawRecord> records, List<Instant> moments) {
        this.cluster = cluster;
        this.config = config;
        this.records = records;
        figures = new FiguresEqualModel(config, "the same every time");
        minutes = moments.stream().mapToLong(MinuteByMinute::minuteOf).toArray();
        dates = moments.stream()
                .mapToLong(moment -> ModelWindow.dateOf(moment, config.zone()).toEpochDay())
                .toArray();
    }

    /** @param from where the cluster stands, with nothing left to do */
    void walk(Instant from, Instant to) {
        compare(from);
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

    /** How often all rows were compared. */
    long comparisons() {
        return comparisons;
    }

    /** How many rows were compared. */
    long rows() {
        return rows;
    }

    private void compare(Instant now) {
        comparisons++;
        figures.check(cluster, records, now).rows().values().forEach(latest -> rows += latest.size());
    }

    /** For each moment one bit for each rolling window, and one if its minute has come at all. */
    private int[] holding(Instant now) {
        long minute = minuteOf(now);
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

    private static long minuteOf(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), 60L);
    }
}
