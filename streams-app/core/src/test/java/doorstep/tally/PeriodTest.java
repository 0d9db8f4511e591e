// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PeriodTest {
    private static Period period(String first, String last) {
        return new Period(LocalDate.parse(first), LocalDate.parse(last));
    }

    @Test
    void shouldIncludeBothEnds() {
        Period leapFebruary = period("2012-02-01", "2012-02-29");

        assertThat(leapFebruary.length()).isEqualTo(29);
        assertThat(leapFebruary.contains(LocalDate.parse("2012-02-29"))).isTrue();
        assertThat(leapFebruary.contains(LocalDate.parse("2012-03-01"))).isFalse();
        assertThat(period("2012-02-29", "2012-02-29").length()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnEndBeforeTheStart() {
        assertThatThrownBy(() -> period("2012-03-01", "2012-02-29"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2012-03-01 to 2012-02-29");
    }

    @Test
    void shouldTakeAsManyDatesBefore() {
        assertThat(period("2012-03-01", "2012-03-31").before()).isEqualTo(period("2012-01-30", "2012-02-29"));
    }

    @Test
    void shouldTakeTheFirstDatesAtMostAll() {
        Period week = period("2012-07-16", "2012-07-22");

        assertThat(week.firstDays(3)).isEqualTo(period("2012-07-16", "2012-07-18"));
        assertThat(week.firstDays(8)).isEqualTo(week);
    }

    @Test
    void shouldAgreeWithSetsOfDates() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            Period a = random(random);
            Period b = random(random);
            Set<LocalDate> both = new TreeSet<>(dates(a));
            both.retainAll(dates(b));
            assertThat(a.length()).isEqualTo(dates(a).size());
            assertThat(a.contains(b)).as("%s contains %s", a, b).isEqualTo(dates(a).containsAll(dates(b)));
            assertThat(a.intersection(b).map(PeriodTest::dates).orElse(Set.of()))
                    .as("%s and %s", a, b)
                    .isEqualTo(both);
        }
    }

    private static Period random(Random random) {
        LocalDate first = LocalDate.parse("2012-02-20").plusDays(random.nextInt(20));
        return new Period(first, first.plusDays(random.nextInt(12)));
    }

    private static Set<LocalDate> dates(Period period) {
        return period.days().collect(Collectors.toCollection(TreeSet::new));
    }
}
