// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeafArrivalsTest {
    private static final int LEAF = 7;

    private static RatingVersion rating(int area) {
        return new RatingVersion("id", 0, LEAF, area, 1, 2, 5, 0);
    }

    private static int slice(String name) {
        return Slices.numberOf(name);
    }

    @Test
    void shouldMeasureAnEventOnceForEachBreakdownValue() {
        LeafArrivals arrivals = new LeafArrivals(true);
        arrivals.measureFrom(0);
        arrivals.onSend(rating(3), 10);
        arrivals.onSend(rating(4), 20);

        arrivals.onRow(LEAF, Slices.TOTAL, 2, 30);
        assertThat(arrivals.totals().latencies().most()).isEqualTo(20);
        assertThat(arrivals.breakdowns().outstandingMeasured()).isEqualTo(8);

        arrivals.onRow(LEAF, slice("area=area-04"), 1, 50);
        assertThat(arrivals.breakdowns().latencies().most()).isEqualTo(30);
        arrivals.onRow(LEAF, slice("area=area-03"), 1, 60);
        arrivals.onRow(LEAF, slice("channel=CHANNEL_1"), 2, 70);
        arrivals.onRow(LEAF, slice("topic=TOPIC_2"), 2, 80);
        arrivals.onRow(LEAF, slice("source=BENCH"), 2, 90);

        assertThat(arrivals.breakdowns().outstandingMeasured()).isZero();
        assertThat(arrivals.breakdowns().latencies().count()).isEqualTo(8);
        assertThat(arrivals.breakdowns().latencies().most()).isEqualTo(80);
    }

    @Test
    void shouldNotAwaitRowsThatWillNotCome() {
        LeafArrivals arrivals = new LeafArrivals(false);
        arrivals.measureFrom(0);
        arrivals.onSend(rating(3), 10);
        arrivals.onRow(LEAF, Slices.TOTAL, 1, 30);

        assertThat(arrivals.breakdowns().outstanding()).isZero();
    }
}
