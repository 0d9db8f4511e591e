package doorstep.rights;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.AppConfig;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each right is needed, and enough, is seen on a secured cluster of containers. */
class PartTest {
    @ParameterizedTest
    @EnumSource
    void shouldGiveNoRightOnTheClusterNorOnEverything(Part part) {
        assertThat(part.rights(AppConfig.of(Map.of("application.id", "my-app")))).isNotEmpty().allSatisfy(right -> {
            assertThat(right.type()).isNotEqualTo(ResourceType.CLUSTER);
            assertThat(right.operation()).isNotIn(AclOperation.ALL, AclOperation.ALTER, AclOperation.ALTER_CONFIGS);
            assertThat(right.name()).matches("(doorstep\\.|my-app).*");
            assertThat(right.binding("someone").entry().permissionType()).isEqualTo(AclPermissionType.ALLOW);
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
}
