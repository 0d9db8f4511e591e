// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RowQueueTest {
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a search in a full table would never end
    void shouldBehaveLikeALinkedHashSet() {
        for (int seed = 1; seed <= 30; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            RowQueue queue = new RowQueue();
            Set<Long> expected = new LinkedHashSet<>();
            for (int phase = 0; phase < 20; phase++) { // grows and shrinks
                int most = 1 << dice.nextInt(13);
                for (int i = 0; i < most; i++) {
                    long row = (long) dice.nextInt(4_000) << dice.nextInt(3) * 16;
                    queue.add(row);
                    expected.add(row);
                }
                assertThat(queue.size()).isEqualTo(expected.size());
                for (int left = dice.nextInt(expected.size() + 1); left > 0; left--) {
                    long first = expected.iterator().next();
                    assertThat(queue.get(queue.head())).isEqualTo(first);
                    assertThat(queue.poll()).isEqualTo(first);
                    expected.remove(first);
                }
                assertThat(queue.tail() - queue.head()).isEqualTo(expected.size());
            }
        }
    }
}
