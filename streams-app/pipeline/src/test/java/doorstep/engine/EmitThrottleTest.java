// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmitThrottleTest {
    private final EmitThrottle throttle = new EmitThrottle(100);

    @Test
    void shouldBeginAtOnce() {
        throttle.onDeltaBatch(0);

        assertThat(throttle.mayBegin(0)).isTrue();
    }

    @Test
    void shouldPauseAfterALargeRound() {
        throttle.onSweep(0, 2_000);
        throttle.onDeltaBatch(19_999);

        assertThat(throttle.mayBegin(19_999)).isFalse();
        assertThat(throttle.mayBegin(20_000)).isTrue();
    }

    @Test
    void shouldNotPauseOnceNothingComes() {
        throttle.onDeltaBatch(1_000);
        throttle.onSweep(1_000, 2_000);

        assertThat(throttle.mayBegin(5_999)).isFalse();
        assertThat(throttle.mayBegin(6_000)).isTrue();
    }

    @Test
    void shouldNotWaitForAClockThatWasSetBack() {
        throttle.onSweep(3_600_000, 2_000);
        throttle.onDeltaBatch(0);

        assertThat(throttle.mayBegin(0)).isTrue();
    }
}
