// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {
    private static final TopicNames STAGING = new TopicNames("staging.doorstep.");

    @Test
    void shouldPutThePrefixBeforeEveryName() {
        assertThat(TopicNames.DEFAULT.of(Topics.VISITS)).isEqualTo("doorstep.visits");
        assertThat(STAGING.of(Topics.inputs()))
                .containsExactly(
                        "staging.doorstep.visits", "staging.doorstep.feedback", "staging.doorstep.commitments");
        assertThat(STAGING.subject(Topics.VISITS)).isEqualTo("staging.doorstep.visits-value");
    }

    @Test
    void shouldFindATopicByItsWholeAndByItsShortName() {
        for (doorstep.wire.Topic topic : Topics.all()) {
            assertThat(STAGING.find(STAGING.of(topic))).contains(topic);
            assertThat(STAGING.find(topic.shortName())).contains(topic);
        }
        assertThat(STAGING.find("doorstep.visits")).isEmpty();
        assertThat(STAGING.find("staging.doorstep.")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "doorstep", "a_b.", ".a.", "-a.", "a b.", "a/b.", "ü.", "a.\n"})
    void shouldRefuseWhatCannotBeginTheNameOfATopic(String prefix) {
        assertThatThrownBy(() -> new TopicNames(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a '.' last");
    }

    @Test
    void shouldTakePrefixesWithWhichAllNamesAreLegal() {
        TopicNames longest = new TopicNames("a".repeat(100) + ".");
        longest.of(Topics.all()).forEach(Topic::validate);

        assertThatThrownBy(() -> new TopicNames("a".repeat(101) + ".")).isInstanceOf(IllegalArgumentException.class);
    }
}
