// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinutesTest {
    @ParameterizedTest
    @CsvSource({
        "2011-03-01T09:00:00Z,     21649500",
        "2011-03-01T09:00:59.999Z, 21649500",
        "2011-03-01T09:01:00Z,     21649501",
        "1969-12-31T23:59:59.999Z, -1",
        "1969-12-31T23:59:00Z,     -1",
        "1969-12-31T23:58:59.999Z, -2"
    })
    void shouldRoundMomentsDownToTheMinute(Instant moment, long minute) {
        assertThat(Minutes.of(moment)).isEqualTo(minute);
    }
}
