// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    /** From the version that every other outranks to the one that outranks all others. */
    private static final List<Version> ASCENDING = List.of(
            new Version(0, 0),
            new Version(0, 1),
            new Version(0, Long.MAX_VALUE),
            new Version(0, Long.MIN_VALUE), // unsigned: above every positive hash
            new Version(0, -1),
            new Version(1, 0),
            new Version(1, 5),
            new Version(2, 0),
            new Version(Integer.MAX_VALUE, 0),
            new Version(Integer.MAX_VALUE, -1),
            new Version(Integer.MAX_VALUE + 1L, 0),
            new Version(1_700_000_000_000L, 3),
            new Version(Long.MAX_VALUE, 0),
            new Version(Long.MAX_VALUE, -1),
            Version.FINAL);

    @Test
    void shouldRankByRevisionThenByUnsignedHash() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                assertThat(Integer.signum(ASCENDING.get(i).compareTo(ASCENDING.get(j))))
                        .as("%s and %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldChooseTheSameSurvivorInAnyOrder(long seed) {
        List<Version> shuffled = new ArrayList<>(ASCENDING);
        Collections.shuffle(shuffled, new Random(seed));

        Version survivor = shuffled.get(0);
        for (Version next : shuffled) {
            survivor = next.compareTo(survivor) > 0 ? next : survivor;
        }

        assertThat(survivor).isEqualTo(Version.FINAL);
    }

    @Test
    void shouldCallAConflictOnlyOneRevisionWithTwoContents() {
        assertThat(new Version(3, 7).conflictsWith(new Version(3, 8))).isTrue();
        assertThat(new Version(3, 7).conflictsWith(new Version(3, 7))).isFalse();
        assertThat(new Version(3, 7).conflictsWith(new Version(4, 8))).isFalse();
        assertThat(Version.FINAL.conflictsWith(Version.FINAL)).isFalse();
        assertThat(Version.FINAL.conflictsWith(new Version(0, 7))).isFalse();
        assertThat(Version.FINAL.conflictsWith(new Version(Long.MAX_VALUE, 7))).isFalse();
    }

    @Test
    void shouldRefuseARevisionBelowZero() {
        assertThatThrownBy(() -> new Version(-1, 0)).hasMessageContaining("-1");
    }
}
