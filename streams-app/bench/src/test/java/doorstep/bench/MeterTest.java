// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeterTest {
    @Test
    void shouldCountFullCollectionsOfTheMeasurementOnly() {
        System.gc();
        Meter.start();
        long before = Meter.read(1).require(Quantity.FULL_COLLECTIONS);
        System.gc();

        assertThat(before).isZero();
        assertThat(Meter.read(1).require(Quantity.FULL_COLLECTIONS)).isPositive();
    }
}
