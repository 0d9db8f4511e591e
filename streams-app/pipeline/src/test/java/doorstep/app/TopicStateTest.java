package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.wire.Topics;
import java.util.HashMap;
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
                        "t: " + setting + " is 2147483647. A few KB of compressed zeros can unfold to more than"
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
    void shouldSayThatATopicIsMissing() {
        assertThat(TopicState.missing("t").faults(12, WANTED))
                .extracting(TopicFault::toString)
                .containsExactly("t does not exist");
    }
}
