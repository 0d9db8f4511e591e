// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import static doorstep.tally.WindowKind.DAY;
import static doorstep.tally.WindowKind.MONTH;
import static doorstep.tally.WindowKind.WEEK;
import static doorstep.tally.WindowKind.YEAR;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.period.RowKinds.Lacking;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowKindsTest {
    private static final RowKinds KINDS = new RowKinds(Set.of(DAY, MONTH), Set.of(MONTH, YEAR));

    @Test
    void shouldHaveRowsWithABreakdownOnlyWhereThereAreRows() {
        assertThat(KINDS.of(false)).containsExactlyInAnyOrder(DAY, MONTH);
        assertThat(KINDS.of(true)).containsExactly(MONTH);
    }

    @Test
    void shouldNameWhatEachSettingLacks() {
        assertThat(KINDS.lacking(Set.of(DAY, WEEK), true)).isEqualTo(new Lacking(Set.of(WEEK), Set.of(DAY, WEEK)));
        assertThat(KINDS.lacking(Set.of(DAY, YEAR), true)).isEqualTo(new Lacking(Set.of(YEAR), Set.of(DAY)));
        assertThat(KINDS.lacking(Set.of(WEEK, YEAR), false)).isEqualTo(new Lacking(Set.of(WEEK, YEAR), Set.of()));
    }

    @Test
    void shouldNameNothingWithoutAnyKinds() {
        RowKinds none = new RowKinds(Set.of(), Set.of());

        assertThat(none.of(true)).isEmpty();
        assertThat(none.lacking(Set.of(DAY), false)).isEqualTo(new Lacking(Set.of(DAY), Set.of()));
    }
}
