package doorstep.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmitThrottleTest {
    private final EmitThrottle pace = new EmitThrottle(100);

    @Test
    void shouldBeginAtOnce() {
        pace.onHandOver(0);

        assertThat(pace.mayBegin(0)).isTrue();
    }

    @Test
    void shouldPauseAfterALargeRound() {
        pace.onRound(0, 2_000);
        pace.onHandOver(19_999);

        assertThat(pace.mayBegin(19_999)).isFalse();
        assertThat(pace.mayBegin(20_000)).isTrue();
    }

    @Test
    void shouldNotPauseOnceNothingComes() {
        pace.onHandOver(1_000);
        pace.onRound(1_000, 2_000);

        assertThat(pace.mayBegin(5_999)).isFalse();
        assertThat(pace.mayBegin(6_000)).isTrue();
    }

    @Test
    void shouldNotWaitForAClockThatWasSetBack() {
        pace.onRound(3_600_000, 2_000);
        pace.onHandOver(0);

        assertThat(pace.mayBegin(0)).isTrue();
    }
}
