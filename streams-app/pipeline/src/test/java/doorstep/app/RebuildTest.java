// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void shouldNotFloodTheBrokersWhileTopicsAreBeingDeleted() {
        assertThatThrownBy(() -> Rebuild.awaitGone(
                        () -> {
                            asked.incrementAndGet();
                            return List.of("doorstep-windows-changelog");
                        },
                        Duration.ofMillis(300)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("doorstep-windows-changelog", "doorstep rebuild");

        assertThat(asked.get()).isBetween(2, 10);
    }

    @Test
    void shouldGoOnWhenTheTopicsAreGone() {
        Rebuild.awaitGone(() -> asked.incrementAndGet() < 3 ? List.of("t") : List.of(), Duration.ofMinutes(1));

        assertThat(asked).hasValue(3);
    }
}
