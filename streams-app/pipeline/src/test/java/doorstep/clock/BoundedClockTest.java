// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoundedClockTest {
    private static final long NOW = Instant.parse("2026-11-29T12:00:00Z").toEpochMilli();
    private static final long YEAR = Duration.ofDays(365).toMillis();
    private static final long TWO_MINUTES = Duration.ofMinutes(2).toMillis();

    private final BoundedClock clock = new BoundedClock();

    @Test
    void shouldFollowAWallClockThatIsRightOrBehind() {
        clock.onBrokerTime(NOW);

        assertThat(clock.at(NOW + 30_000)).isEqualTo(NOW + 30_000);
        assertThat(clock.at(NOW - YEAR)).isEqualTo(NOW - YEAR);
    }

    @Test
    void shouldHoldAWallClockThatIsAYearAheadAtTheBrokers() {
        clock.onBrokerTime(NOW);

        assertThat(clock.at(NOW + YEAR)).isEqualTo(NOW + TWO_MINUTES);
    }

    @Test
    void shouldGoByTheNewestTimeOfABroker() {
        clock.onBrokerTime(NOW);
        clock.onBrokerTime(NOW - YEAR); // an old record

        assertThat(clock.at(NOW)).isEqualTo(NOW);
    }

    @Test
    void shouldNotGuessBeforeABrokerWasHeard() {
        assertThatThrownBy(() -> clock.at(NOW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldMeasureFromTheLastAnswerHowFarTheWallClockIsOff() {
        clock.onAnswer(NOW, 0);
        clock.onBrokerTime(NOW + YEAR); // a record that another broker appended

        long hour = Duration.ofHours(1).toMillis();
        assertThat(clock.ahead(NOW + hour + 5_000, hour * 1_000_000)).contains(Duration.ofSeconds(5));
        assertThat(clock.ahead(NOW, hour * 1_000_000)).contains(Duration.ofHours(-1));
    }

    @Test
    void shouldCallABoundOldAfterAMinuteWithoutAnAnswer() {
        assertThat(clock.isOld(0)).as("none yet").isTrue();
        clock.onAnswer(NOW, 0);

        assertThat(clock.isOld(Duration.ofSeconds(60).toNanos())).isFalse();
        assertThat(clock.isOld(Duration.ofSeconds(61).toNanos())).isTrue();
    }
}
