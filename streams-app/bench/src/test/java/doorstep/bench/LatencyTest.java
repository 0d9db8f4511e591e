// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.text.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void shouldPrintRowsWithAndWithoutBreakdownApart() {
        Latency.Rows totals = new Latency.Rows(new Percentiles(new long[] {2_000_000}), new Volume(250, 60_000));
        Latency.Rows breakdowns = new Latency.Rows(new Percentiles(new long[] {9_000_000}), new Volume(30, 6_000));
        Table table = Latency.table();
        new Latency(100, totals, Optional.of(breakdowns), 7, 3.5).addTo(table, "default");
        new Latency(100, totals, Optional.empty(), 7, 3.5).addTo(table, "plain");
        StringWriter text = new StringWriter();

        table.print(new PrintWriter(text, true));

        assertThat(text.toString().lines().skip(1)) // the heading
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("default +without breakdown +2 +2 +2 +2 +2\\.50 +600 +100 +7 +3\\.5"),
                        line -> assertThat(line).matches("default +with breakdown +9 +9 +9 +9 +0\\.30 +60"),
                        line -> assertThat(line).startsWith("plain "));
    }
}
