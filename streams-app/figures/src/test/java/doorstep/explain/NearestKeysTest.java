// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeysTest {
    @Test
    void shouldPreferKeysThatDifferInFewerParts() {
        NearestKeys nearest = new NearestKeys("City/Nort|||MONTH|2011-07-01");
        for (String key : List.of(
                "*|||EVER|",
                "City/North|||MONTH|2011-06-01",
                "City/North|||MONTH|2011-07-01",
                "City/South|||MONTH|2011-07-01",
                "City/North|mode=DOOR||MONTH|2011-07-01",
                "City/Elsewhere|||MONTH|2011-07-01",
                "City/North|||MONTH|2011-07-01")) {
            nearest.add(key);
        }
        assertThat(nearest.inOrder())
                .containsExactly(
                        "City/North|||MONTH|2011-07-01",
                        "City/South|||MONTH|2011-07-01",
                        "City/Elsewhere|||MONTH|2011-07-01",
                        "City/North|||MONTH|2011-06-01",
                        "City/North|mode=DOOR||MONTH|2011-07-01");
    }

    @Test
    void shouldNotNameRowsThatWereDeleted() {
        NearestKeys nearest = new NearestKeys("a|||EVER|");
        nearest.add("b|||EVER|");
        nearest.add("c|||EVER|");
        nearest.remove("b|||EVER|");
        assertThat(nearest.inOrder()).containsExactly("c|||EVER|");
    }

    @Test
    void shouldCompareKeysOfAnyLength() {
        NearestKeys nearest = new NearestKeys("x".repeat(100_000));
        nearest.add("y".repeat(100_000) + "|||EVER|");
        assertThat(nearest.inOrder()).hasSize(1);
    }
}
