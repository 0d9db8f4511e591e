// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(4);

    @Test
    void shouldMeasureEachEventUpToTheFirstRowThatHoldsIt() {
        arrivals.measureFrom(0);
        for (int i = 0; i < 20; i++) {
            arrivals.onSend(3, i);
        }
        arrivals.onRow(3, 15, 100);
        assertThat(arrivals.outstanding()).isEqualTo(5);
        arrivals.onRow(3, 15, 500);
        arrivals.onRow(3, 20, 1_000);

        assertThat(arrivals.outstanding()).isZero();
        assertThat(arrivals.latencies().count()).isEqualTo(20);
        assertThat(arrivals.latencies().at(0.05)).isEqualTo(86); // the 15th, sent at 14
        assertThat(arrivals.latencies().most()).isEqualTo(985); // the 16th, sent at 15
    }

    @Test
    void shouldLeaveTheWarmUpOut() {
        arrivals.onSend(0, 10);
        arrivals.measureFrom(20);
        arrivals.onSend(0, 20);
        arrivals.onRow(0, 2, 50);

        assertThat(arrivals.latencies().count()).isEqualTo(1);
        assertThat(arrivals.latencies().most()).isEqualTo(30);
    }

    @Test
    void shouldLeaveOutWhatIsDueAfterTheMeasurement() {
        arrivals.measureFrom(0);
        arrivals.onSend(0, 10);
        arrivals.measureTo(20);
        arrivals.onSend(0, 20);
        assertThat(arrivals.outstandingMeasured()).isEqualTo(1);
        arrivals.onRow(0, 1, 30);

        assertThat(arrivals.outstandingMeasured()).isZero();
        assertThat(arrivals.outstanding()).isEqualTo(1);
        arrivals.onRow(0, 2, 50);
        assertThat(arrivals.outstandingMeasured()).isZero();
        assertThat(arrivals.latencies().count()).isEqualTo(1);
        assertThat(arrivals.latencies().most()).isEqualTo(20);
    }

    @Test
    void shouldNotBelieveARowThatHoldsMoreThanWasSent() {
        arrivals.onSend(0, 10);

        assertThatThrownBy(() -> arrivals.onRow(0, 2, 50)).isInstanceOf(IllegalStateException.class);
    }
}
