// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.tally.Fraction;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void shouldTakeAPartOut() {
        assertThat(new Share(5, 9).without(new Share(2, 3))).contains(new Share(3, 6));
        assertThat(new Share(5, 9).without(new Share(5, 9))).contains(Share.NONE);
    }

    @Test
    void shouldTakeNothingOutThatIsNotAPart() {
        assertThat(new Share(5, 9).without(new Share(6, 7))).isEmpty();
        assertThat(new Share(5, 9).without(new Share(5, 10))).isEmpty();
        assertThat(new Share(5, 9).without(new Share(0, 5))).isEmpty(); // 5 satisfied of 4
    }

    @Test
    void shouldBeAFraction() {
        assertThat(new Share(2, 6).fraction()).contains(Fraction.of(1, 3));
        assertThat(new Share(0, 6).fraction()).contains(Fraction.ZERO);
        assertThat(Share.NONE.fraction()).isEmpty();
    }

    /** In doubles, one in four of them differs from its share. */
    @Test
    void shouldShrinkEqualSharesToTheSameFraction() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long answers = 1 + random.nextInt(1_000);
            Share share = new Share(random.nextInt((int) answers + 1), answers);
            Share parent = new Share(share.satisfied() * 7, share.answers() * 7);
            assertThat(share.fractionShrunkTowards(parent, random.nextInt(50)))
                    .as("%s", share)
                    .isEqualTo(share.fraction());
        }
    }
}
