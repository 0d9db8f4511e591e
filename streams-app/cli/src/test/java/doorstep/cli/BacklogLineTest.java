// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.question.BacklogComparison;
import doorstep.question.BacklogComparison.Kind;
import doorstep.question.WorklistAnswer.Totals;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BacklogLineTest {
    private static final Kind DUTIES = new Kind(new Totals(1_200, 4), new Totals(1_200, 4), 3, 1_203);

    private static String line(Map<String, Kind> kinds) {
        return BacklogLine.text(new BacklogComparison(Optional.empty(), new TreeMap<>(kinds)));
    }

    @Test
    void shouldSayWhatIsOpenIfBothAgree() {
        assertThat(line(Map.of("DUTY", DUTIES, "CALLBACK", new Kind(new Totals(2, 0), new Totals(2, 0), 0, 2))))
                .isEqualTo("Service levels and worklist agree. Open: CALLBACK 2; DUTY 1,200, overdue 4, later than as-of 3");
        assertThat(line(Map.of())).isEqualTo("Service levels and worklist agree. Open: nothing");
    }

    @Test
    void shouldSayOnlyWhatDiffers() {
        assertThat(line(Map.of("DUTY", DUTIES, "REQUEST", new Kind(new Totals(2, 1), new Totals(1, 0), 3, 5))))
                .isEqualTo("Service levels and worklist differ, which they must not: REQUEST 2, overdue 1 in service"
                        + " levels, 1 in the worklist (4 rows in all, 5 by the progress of the pipeline)");
    }

    @Test
    void shouldSayWhyNothingIsCompared() {
        assertThat(BacklogLine.text(new BacklogComparison(Optional.of("a rebuild is under way"), new TreeMap<>())))
                .isEqualTo("Service levels and worklist are not compared: a rebuild is under way");
    }
}
