// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowKeyTest {
    @Test
    void shouldJoinThePartsOfAKey() {
        assertThat(RowKey.of("a/b", "area", "x", "OVERALL:STARS_5", "MONTH", true, 15_034))
                .isEqualTo("a/b|area=x|OVERALL:STARS_5|MONTH|2011-03-01");
    }

    @Test
    void shouldLeaveAbsentPartsEmpty() {
        assertThat(RowKey.of("*", "", "", "", "EVER", false, 15_034)).isEqualTo("*|||EVER|");
    }

    @ParameterizedTest(name = "{0} in a value")
    @CsvSource({
        "100%,       100%25",
        "%25,        %2525",
        "a|b,        a%7Cb",
        "a=b,        a%3Db",
        "a/b/c,      a%2Fb%2Fc",
        "走访 𠮷,    走访 𠮷",
        "10∕12,      10∕12", // U+2215 is not a slash
        "Café*:+&?#, Café*:+&?#",
    })
    void shouldEscapeBreakdownValuesAndFacets(String text, String escaped) {
        assertThat(RowKey.of("u", "area", text, text, "DAY", true, 0))
                .isEqualTo("u|area=" + escaped + "|" + escaped + "|DAY|1970-01-01");
    }

    @ParameterizedTest(name = "{0} in a unit")
    @CsvSource({"100%/x, 100%25/x", "a|b, a%7Cb", "a=b/c, a%3Db/c", "a/b/c, a/b/c", "*, *", "广州/越秀, 广州/越秀"})
    void shouldEscapeUnitsExceptForTheSlash(String unit, String escaped) {
        assertThat(RowKey.of(unit, "", "", "", "EVER", false, 0)).isEqualTo(escaped + "|||EVER|");
    }

    @ParameterizedTest
    @CsvSource({"0,%00", "9,%09", "10,%0A", "31,%1F", "127,%7F", "128,%C2%80", "133,%C2%85", "159,%C2%9F"})
    void shouldEscapeEveryByteOfAControlCharacter(int point, String escaped) {
        String text = "a" + Character.toString(point) + "b";

        assertThat(RowKey.of("u", "", "", text, "EVER", false, 0)).isEqualTo("u||a" + escaped + "b|EVER|");
    }

    @ParameterizedTest
    @CsvSource({"-1,1969-12-31", "0,1970-01-01", "15399,2012-02-29", "2932896,9999-12-31"})
    void shouldWriteAStartAsAnIsoDate(long day, String date) {
        assertThat(RowKey.of("u", "", "", "", "DAY", true, day)).isEqualTo("u|||DAY|" + date);
    }
}
