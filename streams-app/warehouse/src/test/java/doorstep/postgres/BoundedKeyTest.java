// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.RowKey;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedKeyTest {
    private static final Table FIGURES = Tables.latest(Topics.VISIT_COUNTS);
    private static final Table WORKLIST = Tables.latest(Topics.WORKLIST);

    private static List<Object> row(Table table) {
        return Arrays.asList(new Object[table.columns().size()]);
    }

    private static List<Object> figures(String unit) {
        List<Object> row = row(FIGURES);
        List.of("breakdown", "value", "facet").forEach(it -> row.set(FIGURES.indexOf(it), ""));
        row.set(FIGURES.indexOf("unit"), unit);
        row.set(FIGURES.indexOf("window"), "DAY");
        row.set(FIGURES.indexOf("start"), LocalDate.EPOCH);
        return row;
    }

    private static List<Object> item(String id) {
        List<Object> row = row(WORKLIST);
        row.set(WORKLIST.indexOf("id"), id);
        return row;
    }

    @Test
    void shouldFindALongKeyAgainInTheColumnsBesideIt() {
        String unit = "北".repeat(1_000);
        String key = RowKey.of(unit, "", "", "", "DAY", true, 0);
        String stored = BoundedKey.of(key);

        assertThat(stored).hasSizeLessThan(key.length()).doesNotContain("DAY");
        assertThat(BoundedKey.original(stored, FIGURES, figures(unit))).isEqualTo(key);
        assertThat(BoundedKey.original(stored, FIGURES, figures("other"))).isEqualTo(stored);
    }

    /** An id may look like a key that was shortened. */
    @Test
    void shouldKeepAnIdOfTheWorklistAsItIs() {
        String id = "d\0#" + "0".repeat(64);

        assertThat(BoundedKey.original(BoundedKey.of(id), WORKLIST, item(id))).isEqualTo(id);
        assertThat(BoundedKey.original(BoundedKey.of("d1"), WORKLIST, item("d1")))
                .isEqualTo("d1");
    }
}
