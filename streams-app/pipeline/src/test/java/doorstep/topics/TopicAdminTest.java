// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicAdminTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void shouldAskAgainWhileABrokerDoesNotKnowTheTopicYet() {
        String answer = TopicAdmin.agreed(
                () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new ClusterException("cannot describe", new UnknownTopicOrPartitionException());
                    }
                    return "known";
                },
                Duration.ofMinutes(1));

        assertThat(answer).isEqualTo("known");
        assertThat(asked).hasValue(3);
    }

    @Test
    void shouldSayWhatTheBrokersSayWhenTheyNeverAgree() {
        ClusterException unknown = new ClusterException("cannot describe", new UnknownTopicOrPartitionException());

        assertThatThrownBy(() -> TopicAdmin.agreed(() -> refuse(unknown), Duration.ZERO))
                .isSameAs(unknown);
    }

    @Test
    void shouldNotAskAgainWhatWillNotPass() {
        ClusterException forbidden = new ClusterException("cannot describe", new TopicAuthorizationException("no"));

        assertThatThrownBy(() -> TopicAdmin.agreed(() -> refuse(forbidden), Duration.ofMinutes(1)))
                .isSameAs(forbidden);
        assertThat(asked).hasValue(1);
    }

    private Object refuse(ClusterException reason) {
        asked.incrementAndGet();
        throw reason;
    }
}
