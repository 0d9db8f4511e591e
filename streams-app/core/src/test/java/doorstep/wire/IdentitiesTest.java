// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Identity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    @Test
    void shouldNameThePartitionThatKafkaPutsTheIdOn() {
        for (int i = 0; i < 10_000; i++) {
            byte[] id = ("走访-" + i).getBytes(StandardCharsets.UTF_8);
            for (int partitions : new int[] {1, 3, 12, 1_000}) {
                assertThat(Identities.of(id).partition(partitions))
                        .isEqualTo(Utils.toPositive(Utils.murmur2(id)) % partitions);
            }
        }
    }

    /** The other 96 bits distinguish ids whose first 32 bits collide. */
    @Test
    void shouldTellIdsApartByEitherHash() {
        Set<Integer> places = new HashSet<>();
        Set<Long> rest = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            Identity identity = Identities.of("id-" + i);
            places.add((int) (identity.high() >>> 32));
            rest.add(identity.low());
        }
        assertThat(rest).hasSize(200_000);
        assertThat(places).hasSizeBetween(199_900, 200_000);
    }

    @Test
    void shouldNeverChange() { // ledgers and links depend on it
        assertThat(Identities.of("callback:VISIT:v1:OVERALL"))
                .isEqualTo(new Identity(1887116808861065423L, -950906532275938932L));
    }
}
