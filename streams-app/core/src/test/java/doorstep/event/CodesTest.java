// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    @ParameterizedTest
    @ValueSource(strings = {"A", "TALK", "FOLLOW_UP", "A1", "Z_", "A__9", "OTHER", "OTHER_VALUE", "OTHER_VALUES_"})
    void shouldAcceptACode(String code) {
        assertThat(Codes.isValid(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Talk",
                "1A",
                "_A",
                "A-B",
                "A B",
                " A",
                "A ",
                "A\n",
                "Ä",
                "Ａ",
                "走访",
                "A١",
                "OTHER_VALUES"
            })
    void shouldRefuseWhatIsNoCode(String code) {
        assertThat(Codes.isValid(code)).isFalse();
    }

    @Test
    void shouldAcceptSixtyFourLettersAndNotOneMore() {
        assertThat(Codes.isValid("A".repeat(64))).isTrue();
        assertThat(Codes.isValid("A".repeat(65))).isFalse();
    }
}
