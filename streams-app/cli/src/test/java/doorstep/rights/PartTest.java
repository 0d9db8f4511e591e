// SPDX-License-Identifier: Apache-2.0
package doorstep.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Unit tests of rights. That each right is necessary and that they suffice is tested on a secured cluster of
 * containers.
 */
class PartTest {
    @ParameterizedTest
    @EnumSource
    void shouldGiveNoRightOnTheClusterNorOnEverything(Part part) {
        assertThat(part.rights(AppConfig.of(Map.of("application.id", "my-app"))))
                .isNotEmpty()
                .allSatisfy(right -> {
                    assertThat(right.type()).isNotEqualTo(ResourceType.CLUSTER);
                    assertThat(right.operation())
                            .isNotIn(AclOperation.ALL, AclOperation.ALTER, AclOperation.ALTER_CONFIGS);
                    assertThat(right.name()).matches("(doorstep\\.|my-app).*");
                    assertThat(right.binding("someone").entry().permissionType())
                            .isEqualTo(AclPermissionType.ALLOW);
                });
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOnlyProducersOfEventsWriteEvents(Part part) {
        boolean writesEvents = part.rights(AppConfig.of(Map.of())).stream()
                .filter(right -> right.operation() == AclOperation.WRITE)
                .anyMatch(right -> Topics.inputs().stream()
                        .anyMatch(topic -> right.binding("x").pattern().patternType() == PatternType.PREFIXED
                                ? TopicNames.DEFAULT.of(topic).startsWith(right.name())
                                : TopicNames.DEFAULT.of(topic).equals(right.name())));

        assertThat(writesEvents).isEqualTo(part == Part.INGEST);
    }

    @ParameterizedTest
    @EnumSource(names = {"READER", "SINK"})
    void shouldGiveReadersAndSinksTheGroupsNamedLikeThem(Part part) {
        assertThat(part.rights(AppConfig.of(Map.of())))
                .extracting(Right::toString)
                .contains("READ on group doorstep-" + part + "*", "READ on topic doorstep.progress");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PIPELINE", "READER", "SINK"})
    void shouldGiveOthersNoGroup(Part part) {
        assertThat(part.rights(AppConfig.of(Map.of()))).noneMatch(right -> right.type() == ResourceType.GROUP);
    }

    /** A tool that loads figures must not see single events. */
    @Test
    void shouldLetASinkReadNoEvents() {
        assertThat(Part.SINK.rights(AppConfig.of(Map.of())))
                .extracting(Right::name)
                .doesNotContainAnyElementsOf(TopicNames.DEFAULT.of(Topics.inputs()))
                .doesNotContain(TopicNames.DEFAULT.of(Topics.REJECTED));
    }

    /** Kafka Connect names the group of a sink {@code connect-NAME}. */
    @Test
    void shouldGiveASinkTheGroupsOfKafkaConnect() {
        assertThat(Part.SINK.rightsWithGroups(AppConfig.of(Map.of()), "connect-"))
                .extracting(Right::toString)
                .contains("READ on group connect-*")
                .noneMatch(right -> right.contains("group doorstep"));
    }

    @Test
    void shouldLetNobodyIntoThePipelinesGroup() {
        AppConfig config = AppConfig.of(Map.of());
        for (String groups : new String[] {"", "door", "doorstep"}) {
            assertThatThrownBy(() -> Part.SINK.rightsWithGroups(config, groups))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the pipeline's own group");
        }
        for (Part part : List.of(Part.INGEST, Part.EXPORT)) {
            assertThatThrownBy(() -> part.rightsWithGroups(config, "connect-"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("reader and sink");
        }
    }

    @Test
    void shouldNameTheTopicsAndGroupsOfTheInstallation() {
        AppConfig staging = AppConfig.of(Map.of("topics.prefix", "staging.doorstep."));
        for (Part part : Part.values()) {
            assertThat(part.rights(staging))
                    .allSatisfy(right -> assertThat(right.name()).startsWith("staging.doorstep"));
        }
    }
}
