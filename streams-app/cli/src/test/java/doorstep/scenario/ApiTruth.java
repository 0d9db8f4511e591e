// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import doorstep.tally.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares answers of the API with a table by month that SQL computed, in each month and over ranges of whole months that
 * are no calendar window; and with the rows of days, over ranges that begin and end in the middle of months.
 *
 * @param unit of a line of the table; units whose last segments are equal are added up
 */
record ApiTruth(ApiFigures api, List<NamedCsvRecord> truth, Function<NamedCsvRecord, String> unit) {
    /** Months that belong together, from the first one of the table. */
    private static final int[][] RANGES = {{0, 4}, {1, 5}, {3, 4}, {2, 6}};

    /** Days from the first one of the table. */
    private static final int[][] DAYS = {{16, 130}, {45, 46}, {99, 240}};

    /**
     * @param column of the table
     * @param figure of the topic
     * @param more of the question
     */
    void shouldEqual(String topic, String column, String figure, String more) throws Exception {
        List<String> months = List.copyOf(
                new TreeSet<>(truth.stream().map(it -> it.getField("ym")).toList()));
        for (String month : months) {
            assertThat(sums(api.month(topic, month, more), figure))
                    .as("%s of %s in %s", figure, topic, month)
                    .isEqualTo(sums(column, month, month));
        }
        for (int[] range : RANGES) {
            String first = months.get(range[0]);
            String last = months.get(Math.min(range[1], months.size() - 1));
            Period dates = new Period(
                    YearMonth.parse(first).atDay(1), YearMonth.parse(last).atEndOfMonth());
            assertThat(sums(api.range(topic, dates, more), figure))
                    .as("%s of %s in %s", figure, topic, dates)
                    .isEqualTo(sums(column, first, last));
        }
    }

    /** @param days unit and date → figure, as the topic has it in its rows of days */
    void shouldEqualDays(String topic, String figure, String more, Map<String, Map<LocalDate, Long>> days)
            throws Exception {
        LocalDate begin = YearMonth.parse(truth.stream()
                        .map(it -> it.getField("ym"))
                        .sorted()
                        .findFirst()
                        .orElseThrow())
                .atDay(1);
        for (int[] range : DAYS) {
            Period dates = new Period(begin.plusDays(range[0]), begin.plusDays(range[1]));
            Map<String, Long> expected = new TreeMap<>();
            days.forEach((unit, byDate) -> byDate.forEach((date, count) -> {
                if (dates.contains(date)) {
                    expected.merge(unit, count, Long::sum);
                }
            }));
            expected.values().removeIf(count -> count == 0);
            Map<String, Long> found = new TreeMap<>();
            api.range(topic, dates, more).forEach((unit, row) -> found.put(unit, number(row, figure)));
            found.values().removeIf(count -> count == 0);
            assertThat(found).as("%s of %s in %s", figure, topic, dates).isEqualTo(expected);
            assertThat(found).isNotEmpty();
        }
    }

    /** Those of the units without others below, by their last segments, without zeros. */
    private static Map<String, Long> sums(Map<String, JsonNode> rows, String figure) {
        Map<String, Long> sums = new TreeMap<>();
        rows.forEach((unit, row) -> {
            boolean hasOthersBelow = rows.keySet().stream().anyMatch(it -> it.startsWith(unit + "/"));
            if (!unit.equals("*") && !hasOthersBelow) {
                sums.merge(RealDataIT.leaf(unit), number(row, figure), Long::sum);
            }
        });
        sums.values().removeIf(count -> count == 0);
        return sums;
    }

    private static long number(JsonNode row, String figure) {
        assertThat(row.path(figure).isIntegralNumber()).as(figure).isTrue();
        return row.path(figure).longValue();
    }

    private Map<String, Long> sums(String column, String firstMonth, String lastMonth) {
        Map<String, Long> sums = new TreeMap<>();
        truth.stream()
                .filter(it -> it.getField("ym").compareTo(firstMonth) >= 0
                        && it.getField("ym").compareTo(lastMonth) <= 0
                        && !it.getField(column).isEmpty())
                .forEach(it -> sums.merge(unit.apply(it), Long.parseLong(it.getField(column)), Long::sum));
        sums.values().removeIf(count -> count == 0);
        return sums;
    }
}
