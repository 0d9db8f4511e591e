// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void shouldReadEveryShapeAsItWasWritten() {
        List<Cell> cells = List.of(
                new Cell(1, "*", Slice.TOTAL, ""),
                new Cell(127, "广州/越秀", Slice.of(Breakdown.AREA, "a/b"), ""),
                new Cell(3, "a", Slice.of(Breakdown.SOURCE, "OTHER_VALUES"), "OVERALL:STARS_5"),
                new Cell(4, "*", Slice.TOTAL, "article/7|x"));
        ByteWriter out = new ByteWriter();
        cells.forEach(cell -> cell.writeTo(out));

        ByteReader in = new ByteReader(out.toBytes());

        assertThat(cells).allSatisfy(cell -> assertThat(Cell.readFrom(in)).isEqualTo(cell));
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void shouldChangeNothingButTheUnit() {
        Slice slice = Slice.of(Breakdown.MODE, "DOOR");

        assertThat(new Cell(2, "a/b", slice, "f").withUnit("a")).isEqualTo(new Cell(2, "a", slice, "f"));
    }

    @Test
    void shouldRefuseABreakdownWithoutValue() {
        assertThatThrownBy(() -> Slice.of(Breakdown.MODE, "")).hasMessageContaining("MODE");
        assertThat(Slice.TOTAL.isTotal()).isTrue();
        assertThat(Slice.of(Breakdown.MODE, "DOOR").isTotal()).isFalse();
        assertThat(Slice.of(Breakdown.MODE, "DOOR")).hasToString("mode=DOOR");
    }
}
