// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockStepDetectorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ClockStepDetector steps = new ClockStepDetector();

    @Test
    void shouldNoticeAClockThatWasSetBackOrAhead() {
        assertThat(steps.look(1_000_000, 0)).isZero();
        assertThat(steps.look(1_001_000 - 600_000, SECOND)).isEqualTo(-600_000);
        assertThat(steps.look(1_002_000 - 600_000, 2 * SECOND)).as("once").isZero();
        assertThat(steps.look(1_003_000, 3 * SECOND)).isEqualTo(600_000);
    }

    @Test
    void shouldNotTakeAFrozenProcessForAStep() {
        steps.look(0, 0);

        assertThat(steps.look(3_600_000, 3_600 * SECOND)).isZero();
    }

    @Test
    void shouldTakeASuspendedMachineForAStep() {
        steps.look(0, 0);

        assertThat(steps.look(3_600_000, SECOND)).as("timers are over").isEqualTo(3_599_000);
    }

    @Test
    void shouldNotAddUpSlowCorrections() {
        long wallMs = 0;
        for (int i = 0; i < 10_000; i++) {
            wallMs += 1_050; // 5 % too fast
            assertThat(steps.look(wallMs, i * SECOND)).isZero();
        }
    }
}
