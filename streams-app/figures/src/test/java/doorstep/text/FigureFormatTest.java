// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureFormatTest {
    /** A verdict is by exact values: what is missed by a hair must not look as if it had been met. */
    @ParameterizedTest
    @CsvSource({
        "0.94996, 94.9 %",
        "0.95, 95.0 %",
        "0.57, 57.0 %",
        "0.9504, 95.0 %",
        "1.0, 100.0 %",
        "0.0, 0.0 %",
        "9.0E-5, 0.0 %"
    })
    void shouldRoundEndsOfIntervalsDown(double share, String text) {
        assertThat(FigureFormat.bound(share)).isEqualTo(text);
        assertThat(FigureFormat.text("satisfiedLow", share)).isEqualTo(text);
        assertThat(FigureFormat.text("satisfiedHigh", share)).isEqualTo(text);
    }
}
