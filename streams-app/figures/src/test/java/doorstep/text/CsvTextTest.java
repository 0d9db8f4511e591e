// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    @Test
    void shouldWriteNumbersAsNumbersAndListsAsJson() {
        assertThat(CsvText.of(List.of(
                        List.of("unit", "share", "absent", "list"),
                        Arrays.asList("a, \"b\"", -0.5, null, List.of(Map.of("n", 1))))))
                .isEqualTo("unit,share,absent,list\n\"a, \"\"b\"\"\",-0.5,,\"[{\"\"n\"\":1}]\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201"})
    void shouldGuardTextsThatLookLikeFormulas(String text) {
        assertThat(CsvText.of(List.of(List.of(text)))).isEqualTo("'" + text + "\n");
    }

    @Test
    void shouldEscapeControlCharactersOfCells() {
        assertThat(CsvText.of(List.of(List.of("\t=1", "a\nb\u001B[31m"))))
                .isEqualTo("'\\u0009=1,a\\u000Ab\\u001B[31m\n");
    }
}
