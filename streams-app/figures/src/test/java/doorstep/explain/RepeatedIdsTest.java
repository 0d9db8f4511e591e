// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Identity;
import doorstep.wire.Identities;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedIdsTest {
    private static final int IDS = 10_000;

    private final RepeatedIds repeated = RepeatedIds.of(IDS);
    private final List<Identity> ids = IntStream.range(0, IDS)
            .mapToObj(number -> Identities.of("id-" + number))
            .toList();

    @Test
    void shouldMissNoIdThatCameTwice() {
        List<Identity> twice = ids.subList(0, IDS / 2);
        ids.parallelStream().forEach(repeated::note);
        twice.parallelStream().forEach(repeated::note);
        assertThat(twice).allMatch(repeated::mayContain);
    }

    @Test
    void shouldTakeFewIdsForRepeatedOnes() {
        ids.forEach(repeated::note);
        assertThat(ids.stream().filter(repeated::mayContain).count()).isLessThan(IDS / 15); // 3 % by chance
    }
}
