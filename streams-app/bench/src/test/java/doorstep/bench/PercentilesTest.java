// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void shouldTakeTheNearestRank() {
        Percentiles hundred =
                new Percentiles(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());

        assertThat(hundred.at(0.5)).isEqualTo(50);
        assertThat(hundred.at(0.99)).isEqualTo(99);
        assertThat(hundred.at(0.999)).isEqualTo(100);
        assertThat(hundred.most()).isEqualTo(100);
        assertThat(new Percentiles(new long[] {3}).at(0.01)).isEqualTo(3);
    }
}
