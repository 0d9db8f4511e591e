// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.tally.Period;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtentTest {
    private static final LocalDate EARLIEST = LocalDate.parse("2000-01-01");
    private static final LocalDate AS_OF = LocalDate.parse("2012-07-18");
    private static final Extent EXTENT = Extent.of(EARLIEST, AS_OF);

    @ParameterizedTest(name = "{0} to {1}: {2} to {3}")
    @CsvSource({
        "2012-07-01, 2012-07-10, 2012-07-01, 2012-07-10, false, false",
        "2012-07-01, 2012-07-18, 2012-07-01, 2012-07-18, false, false",
        "2012-07-01, 2012-07-19, 2012-07-01, 2012-07-18, false, true",
        "2012-07-18, 2012-07-31, 2012-07-18, 2012-07-18, false, true",
        "2012-07-19, 2012-07-31,           ,           , false, true",
        "2000-01-01, 2000-01-02, 2000-01-01, 2000-01-02, false, false",
        "1999-12-31, 2000-01-02, 2000-01-01, 2000-01-02, true,  false",
        "1999-12-30, 1999-12-31,           ,           , true,  false",
        "-999999999-01-01, +999999999-12-31, 2000-01-01, 2012-07-18, true, true"
    })
    void shouldCutToTheEarliestDateAndAsOf(
            LocalDate first, LocalDate last, LocalDate cutFirst, LocalDate cutLast, boolean tooEarly, boolean tooLate) {
        Period asked = new Period(first, last);

        assertThat(EXTENT.cut(asked))
                .isEqualTo(new Cut(
                        asked, Optional.ofNullable(cutFirst).map(it -> new Period(it, cutLast)), tooEarly, tooLate));
    }

    @Test
    void shouldCutToTheOldestAsOf() {
        Extent extent = Extent.of(EARLIEST, List.of(AS_OF.plusDays(2), AS_OF, AS_OF.plusDays(1)));

        assertThat(extent).isEqualTo(new Extent(EARLIEST, AS_OF, AS_OF.plusDays(2)));
        assertThat(extent.cut(new Period(AS_OF.minusDays(1), AS_OF.plusDays(1))).dates())
                .contains(new Period(AS_OF.minusDays(1), AS_OF));
    }

    @Test
    void shouldHaveNoDatesBeforeTheEarliestEvent() {
        Extent extent = Extent.of(EARLIEST, EARLIEST.minusDays(1));

        assertThat(extent.dates()).isEmpty();
        assertThat(extent.upTo(AS_OF)).isEmpty();
        assertThat(extent.cut(new Period(EARLIEST.minusYears(1), AS_OF)).dates())
                .isEmpty();
    }

    @ParameterizedTest(name = "up to {0}: to {1}")
    @CsvSource({"2012-07-17, 2012-07-17", "2012-07-19, 2012-07-18", "2000-01-01, 2000-01-01", "1999-12-31, "})
    void shouldAddUpLevelsFromTheEarliestDate(LocalDate date, LocalDate last) {
        assertThat(EXTENT.upTo(date)).isEqualTo(Optional.ofNullable(last).map(it -> new Period(EARLIEST, it)));
    }

    @Test
    void shouldRefuseMoreThanTenThousandYears() {
        assertThatThrownBy(() -> Extent.of(LocalDate.MIN, AS_OF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("2012-07-18 are more than 10,000 years");
    }

    @Test
    void shouldRefuseANewestAsOfThatIsOlder() {
        assertThatThrownBy(() -> new Extent(EARLIEST, AS_OF, AS_OF.minusDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("newest as-of 2012-07-17 is before 2012-07-18");
    }
}
