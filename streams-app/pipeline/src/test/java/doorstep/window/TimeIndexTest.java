// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeIndexTest {
    private final TimeIndex index = new TimeIndex();

    private List<String> between(long from, long to) {
        List<String> visited = new ArrayList<>();
        index.forEach(from, to, (time, cell) -> visited.add(time + ":" + cell));
        return visited;
    }

    @Test
    void shouldVisitEachCellOfEachTimeOnce() {
        for (int i = 0; i < 3; i++) {
            index.add(7, 2);
            index.add(7, 1);
            index.add(-7, 3);
        }

        assertThat(between(-7, 7)).containsExactly("-7:3", "7:1", "7:2");
        index.add(7, 1);
        index.add(7, 0);
        assertThat(between(7, 7)).containsExactly("7:0", "7:1", "7:2");
        assertThat(between(-6, 6)).isEmpty();
        assertThat(between(7, -7)).isEmpty();
    }

    @Test
    void shouldTakeNothingForATimeThatWasRemoved() {
        index.add(6, 1);
        index.add(7, 1);
        index.removeBefore(7);
        index.removeBefore(5);
        index.add(6, 2);

        assertThat(between(Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly("7:1");
    }
}
