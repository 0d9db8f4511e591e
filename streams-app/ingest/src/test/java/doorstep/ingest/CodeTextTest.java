// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Codes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Loja física|LOJA_FISICA",
                "Não comprei / contratei|NAO_COMPREI_CONTRATEI",
                "q1_01|Q1_01",
                "SW-Rat Rubout Proactive|SW_RAT_RUBOUT_PROACTIVE",
                "BGE-StLight(s) Out|BGE_STLIGHT_S_OUT",
                "311|X_311",
                "Straße|STRASSE",
                "ＡＢ１|AB1",
                "--a--|A",
                "電話|X_5154B7CF",
                "电话|X_BF8B5D37",
                "电话 2|X_2_1500259C",
            })
    void shouldMakeCodesOfTexts(String text, String code) {
        assertThat(CodeText.of(text)).isEqualTo(code);
    }

    @Test
    void shouldKeepTextsApartWhoseLettersGetLost() {
        assertThat(CodeText.of("电话")).isNotEqualTo(CodeText.of("上门")).startsWith("X_");
        assertThat(CodeText.of("A电话")).isNotEqualTo(CodeText.of("A"));
        String longText = "a".repeat(70);
        assertThat(CodeText.of(longText)).hasSize(64).isNotEqualTo(CodeText.of(longText + "a"));
        assertThat(CodeText.of("Other values")).isNotEqualTo(Codes.OTHER_VALUES).startsWith("OTHER_VALUES_");
        assertThat(CodeText.of("Servi\uFFFDo")).isNotEqualTo(CodeText.of("Servi o"));
    }

    @Test
    void shouldAlwaysMakeAValidCodeAndAlwaysTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(80);
            while (text.length() < length) {
                int point = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT) : random.nextInt(0x250);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '?' : point);
            }
            String code = CodeText.of(text.toString());
            assertThat(Codes.isValid(code)).as("%s from seed %d", code, seed).isTrue();
            assertThat(CodeText.of(text.toString())).isEqualTo(code);
            codes.add(code);
        }
        assertThat(codes).as("seed %d", seed).hasSizeGreaterThan(15_000);
    }
}
