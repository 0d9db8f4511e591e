// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.event.Minutes;
import doorstep.integrity.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AsOfTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final long MINUTE = Minutes.of(NOON);
    private static final long NEVER = Long.MIN_VALUE;

    private final AsOf clock = AsOf.clock(Duration.ZERO);

    @Test
    void shouldRefuseAFixedAsOfBeforeWhatWasCounted() {
        assertThatThrownBy(() -> AsOf.fixed(NOON).requireNotBefore(MINUTE + 1, "visits/0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("AS_OF_BEFORE: as-of is set to 2026-11-29T12:00:00Z")
                .hasMessageContaining("visits/0 are already as of 2026-11-29T12:01:00Z");
        assertThatCode(() -> AsOf.fixed(NOON).requireNotBefore(MINUTE, "visits/0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> AsOf.fixed(NOON).requireNotBefore(NEVER, "visits/0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> clock.requireNotBefore(MINUTE + 1, "visits/0")).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhatWasCounted23HoursAfterTheClock() {
        long latest = MINUTE + 23 * 60;

        assertThatThrownBy(() -> clock.requireNotAhead(latest + 1, NOON.toEpochMilli(), "visits/0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("CLOCK_SKEW: visits/0 was counted as of 2026-11-30T11:01:00Z")
                .hasMessageContaining("the clock says 2026-11-29T12:00:00Z")
                .hasMessageContaining("doorstep rebuild");
        assertThatCode(() -> clock.requireNotAhead(latest, NOON.toEpochMilli(), "visits/0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> clock.requireNotAhead(NEVER, NOON.toEpochMilli(), "visits/0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> AsOf.fixed(NOON).requireNotAhead(latest + 1, NOON.toEpochMilli(), "visits/0"))
                .as("a fixed one does not follow the clock")
                .doesNotThrowAnyException();
    }
}
