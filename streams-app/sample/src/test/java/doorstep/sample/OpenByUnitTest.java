// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.WorkItem;
import doorstep.question.WorklistAnswer.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenByUnitTest {
    private final List<Row> worklist = new ArrayList<>();

    private void add(int rows, String kind, String unit, boolean overdue) {
        for (int i = 0; i < rows; i++) {
            WorkItem item = WorkItem.newBuilder()
                    .setId(kind + worklist.size())
                    .setKind(kind)
                    .setUnit(unit)
                    .setSource("TEST")
                    .setOpenedAt(Instant.parse("2011-07-01T02:30:00Z"))
                    .setReturned(0)
                    .setReopened(0)
                    .build();
            worklist.add(new Row(item, 17, OptionalLong.empty(), overdue));
        }
    }

    private String printed() {
        StringWriter text = new StringWriter();
        new OpenByUnit(worklist).print(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void shouldCountCallBacksAndDutiesOfEachUnit() {
        add(3, "CALLBACK", "City/North", true);
        add(1, "CALLBACK", "City/North", false);
        add(2, "DUTY", "City/North", false);
        add(1, "CALLBACK", "City/South", false);
        add(4, "DUTY", "City/South", true);
        add(5, "DUTY", "City/South", false);
        add(9, "REQUEST", "City/South", true);
        add(9, "SUGGESTION", "City/West", true);

        assertThat(printed()).isEqualTo("""
                Open call-backs and duties to visit by station, those with most overdue first
                     unit        call-backs  overdue  duties  overdue
                     all units            5        3      11        4
                  1  City/South           1        0       9        4
                  2  City/North           4        3       2        0
                  and 0 more units; whom to ring back and whom to visit: ./doorstep worklist --overdue
                """);
    }

    @Test
    void shouldListTheUnitsWithTheMostOverdue() {
        for (int i = 1; i <= 9; i++) {
            add(i, "DUTY", "City/" + i, true);
            add(10 - i, "CALLBACK", "City/" + i, false);
        }
        add(1, "DUTY", "City/0", false); // nothing of it is overdue

        assertThat(printed())
                .contains("  1  City/9 ", "  8  City/2 ", "  and 2 more units;")
                .doesNotContain("City/1 ", "City/0 ");
    }
}
