// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.bench.Traffic.Delivery;
import doorstep.bench.Traffic.Kind;

/** Expected figures, added up while the input is generated: every contender's output is compared with them. */
final class Totals {
    private static final int WINDOW_HOURS = 24;

    private final Hours deliveries = new Hours();
    private final Hours survivors = new Hours();
    private final long[] survivorsBySlice = new long[Slices.COUNT];
    private final Days days = new Days();
    private long ids;
    private long repeated;
    private long corrected;

    /** Counts and sums of scores by leaf and hour. */
    private static final class Hours {
        final long[][] count = new long[Units.LEAVES][Traffic.HOURS];
        final long[][] sum = new long[Units.LEAVES][Traffic.HOURS];

        void add(RatingVersion answer, int sign) {
            int hour = Traffic.hourOf(answer.at());
            count[answer.leaf()][hour] += sign;
            sum[answer.leaf()][hour] += (long) sign * answer.score();
        }

        CellFigures hourly() {
            CellFigures figures = new CellFigures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    figures.add(Units.name(leaf), Traffic.startOfHour(hour), count[leaf][hour], sum[leaf][hour]);
                }
            }
            return figures;
        }

        CellFigures sliding() {
            CellFigures figures = new CellFigures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    for (int start = hour - WINDOW_HOURS + 1; start <= hour; start++) {
                        figures.add(Units.name(leaf), Traffic.startOfHour(start), count[leaf][hour], sum[leaf][hour]);
                    }
                }
            }
            return figures;
        }

        CellFigures byPrefix() {
            CellFigures figures = new CellFigures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    for (String prefix : Units.prefixes(leaf)) {
                        figures.add(prefix, CellFigures.EVER, count[leaf][hour], sum[leaf][hour]);
                    }
                }
            }
            return figures;
        }

        CellFigures whole() {
            CellFigures figures = new CellFigures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    figures.add(CellFigures.ALL, CellFigures.EVER, count[leaf][hour], sum[leaf][hour]);
                }
            }
            return figures;
        }
    }

    /** Counts and sums of scores by leaf, slice and day (UTC). */
    private static final class Days {
        final long[][] count = new long[Units.LEAVES][Slices.COUNT * Traffic.DAYS];
        final long[][] sum = new long[Units.LEAVES][Slices.COUNT * Traffic.DAYS];

        void add(RatingVersion answer) {
            int day = Traffic.hourOf(answer.at()) / Traffic.DAY_HOURS;
            for (int slice : Slices.of(answer)) {
                count[answer.leaf()][slice * Traffic.DAYS + day]++;
                sum[answer.leaf()][slice * Traffic.DAYS + day] += answer.score();
            }
        }

        CellFigures daily() {
            CellFigures figures = new CellFigures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (String prefix : Units.prefixes(leaf)) {
                    for (int slice = 0; slice < Slices.COUNT; slice++) {
                        String cell = Slices.cell(prefix, slice);
                        for (int day = 0; day < Traffic.DAYS; day++) {
                            int at = slice * Traffic.DAYS + day;
                            figures.add(
                                    cell, Traffic.startOfHour(day * Traffic.DAY_HOURS), count[leaf][at], sum[leaf][at]);
                        }
                    }
                }
            }
            return figures;
        }
    }

    void take(Delivery delivery) {
        deliveries.add(delivery.answer(), 1);
        days.add(delivery.answer());
        if (delivery.kind() == Kind.REPEATED) {
            repeated++;
            return;
        }
        survive(delivery.answer(), 1);
        if (delivery.kind() == Kind.CORRECTED) {
            corrected++;
            survive(delivery.before(), -1);
        } else {
            ids++;
        }
    }

    private void survive(RatingVersion answer, int sign) {
        survivors.add(answer, sign);
        for (int slice : Slices.of(answer)) {
            survivorsBySlice[slice] += sign;
        }
    }

    long ids() {
        return ids;
    }

    long repeated() {
        return repeated;
    }

    long corrected() {
        return corrected;
    }

    long deliveries() {
        return ids + repeated + corrected;
    }

    /** The number of all deliveries, without sums. */
    CellFigures ofNumber() {
        CellFigures figures = new CellFigures();
        figures.add(CellFigures.ALL, CellFigures.EVER, deliveries(), 0);
        return figures;
    }

    /** The number of all deliveries and the sum of their scores. */
    CellFigures ofEverything() {
        return deliveries.whole();
    }

    /** Every window of 24 hours that starts on the hour, of every leaf; all deliveries. */
    CellFigures ofSlidingWindows() {
        return deliveries.sliding();
    }

    /** Every hour of every leaf; surviving versions only. */
    CellFigures ofHours() {
        return survivors.hourly();
    }

    /** Every day (UTC) of every unit and prefix, in total and by each breakdown value; all deliveries. */
    CellFigures ofDaysAndBreakdowns() {
        return days.daily();
    }

    /** Every unit and prefix, all time; surviving versions only. */
    CellFigures ofUnits() {
        return survivors.byPrefix();
    }

    /** {@link #ofUnits}, and the answers (not their sums) by each breakdown value at the root. */
    CellFigures ofUnitsAndBreakdowns() {
        CellFigures figures = ofUnits();
        for (int slice = Slices.TOTAL + 1; slice < Slices.COUNT; slice++) {
            figures.add(Slices.cell(CellFigures.ALL, slice), CellFigures.EVER, survivorsBySlice[slice], 0);
        }
        return figures;
    }
}
