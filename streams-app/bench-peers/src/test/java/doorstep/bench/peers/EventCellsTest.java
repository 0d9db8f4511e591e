// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCellsTest {
    private final List<String> cells = new ArrayList<>();
    private final EventCells function = new EventCells();

    @BeforeEach
    void open() {
        function.open(null);
        function.setCollector(new Collector<>() {
            @Override
            public void collect(RowData row) {
                cells.add(row.getString(0) + "|" + row.getString(1) + "=" + row.getString(2));
            }

            @Override
            public void close() {
                // nothing to release
            }
        });
    }

    @Test
    void shouldHaveEachUnitWithEachSliceOnce() {
        function.eval("city/d01", "east/port", "WEB", "NOISE", "DESK");

        assertThat(cells)
                .containsExactlyInAnyOrder(
                        "*|=",
                        "city|=",
                        "city/d01|=",
                        "*|area=east",
                        "city|area=east",
                        "city/d01|area=east",
                        "*|area=east/port",
                        "city|area=east/port",
                        "city/d01|area=east/port",
                        "*|channel=WEB",
                        "city|channel=WEB",
                        "city/d01|channel=WEB",
                        "*|topic=NOISE",
                        "city|topic=NOISE",
                        "city/d01|topic=NOISE",
                        "*|source=DESK",
                        "city|source=DESK",
                        "city/d01|source=DESK");
    }

    @Test
    void shouldHaveNoAreaOfAnEventWithoutOne() {
        function.eval("city", null, "WEB", "NOISE", "DESK");

        assertThat(cells).hasSize(8).noneMatch(cell -> cell.contains("area"));
    }
}
