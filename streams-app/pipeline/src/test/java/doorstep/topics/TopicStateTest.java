// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicStateTest {
    private static final Map<String, String> WANTED = Topics.VISITS.settings();

    @Test
    void shouldFindNoFaultInATopicAsItMustBe() {
        Map<String, String> settings = new HashMap<>(WANTED);
        settings.put("segment.bytes", "1");

        assertThat(new TopicState("t", 12, 3, 0, settings).faults(12, WANTED)).isEmpty();
    }

    @Test
    void shouldNameEveryWrongSettingWithValueAndWantedValue() {
        Map<String, String> settings = new HashMap<>(WANTED);
        settings.put("message.timestamp.type", "CreateTime");
        settings.put("retention.ms", "604800000");

        assertThat(new TopicState("t", 3, 1, 0, settings).faults(12, WANTED))
                .extracting(TopicFault::toString)
                .containsExactly(
                        "t: partitions is 3, must be 12",
                        "t: message.timestamp.type is CreateTime, must be LogAppendTime",
                        "t: retention.ms is 604800000, must be -1");
    }

    @Test
    void shouldWarnOfATopicThatMayHoldACompressionBomb() {
        Map<String, String> limits = Topics.VISITS.limits();
        String setting = "max.decompressed.message.bytes";

        assertThat(new TopicState("t", 1, 1, 0, Map.of(setting, "2147483647")).warnings(limits))
                .containsExactly(
                        "t: " + setting + " is 2147483647. A few KB of compressed zeros can unpack to more than"
                                + " the heap of each instance in turn: kafka-configs.sh --alter --entity-type topics --entity-name"
                                + " t --add-config " + setting + "=32768");
        assertThat(new TopicState("t", 1, 1, 0, Map.of()).warnings(limits))
                .singleElement()
                .asString()
                .contains("these brokers do not know " + setting, "kafka.max.poll.records");
        assertThat(new TopicState("t", 1, 1, 0, Map.of(setting, "1024")).warnings(limits))
                .isEmpty();
        assertThat(TopicState.missing("t").warnings(limits)).isEmpty();
    }

    @Test
    void shouldWarnOfTopicsThatMayLoseWhatWasAcknowledged() {
        TopicState unclean = new TopicState("a", 1, 1, 0, Map.of("unclean.leader.election.enable", "true"));
        TopicState alone = new TopicState("b", 1, 3, 0, Map.of("min.insync.replicas", "1"));
        TopicState alone2 = new TopicState("c", 1, 3, 0, Map.of("min.insync.replicas", "1"));
        TopicState oneCopy = new TopicState("d", 1, 1, 0, Map.of("min.insync.replicas", "1"));
        TopicState safe = new TopicState(
                "e", 1, 3, 0, Map.of("min.insync.replicas", "2", "unclean.leader.election.enable", "false"));

        assertThat(TopicState.ofLosses(List.of(unclean, alone, alone2, oneCopy, safe, TopicState.missing("f"))))
                .satisfiesExactly(
                        it -> assertThat(it)
                                .startsWith("unclean.leader.election.enable is true: ")
                                .endsWith("--add-config unclean.leader.election.enable=false): a"),
                        it -> assertThat(it)
                                .startsWith("min.insync.replicas is below 2")
                                .endsWith("--add-config min.insync.replicas=2): b, c"));
    }

    @Test
    void shouldInsistThatTombstonesAreKeptLongEnough() {
        Map<String, Long> minimums = Topics.VISIT_COUNTS.minimums();

        assertThat(new TopicState("t", 1, 1, 0, Map.of("delete.retention.ms", "86400000")).below(minimums))
                .extracting(TopicFault::toString)
                .containsExactly("t: delete.retention.ms is 86400000, must be at least 604800000");
        assertThat(new TopicState("t", 1, 1, 0, Map.of("delete.retention.ms", "604800000")).below(minimums))
                .isEmpty();
        assertThat(new TopicState("t", 1, 1, 0, Map.of("delete.retention.ms", "999999999")).below(minimums))
                .isEmpty();
        assertThat(TopicState.missing("t").below(minimums)).isEmpty();
    }

    @Test
    void shouldSayThatATopicIsMissing() {
        assertThat(TopicState.missing("t").faults(12, WANTED))
                .extracting(TopicFault::toString)
                .containsExactly("t does not exist");
    }
}
