// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import doorstep.process.Pause;
import doorstep.process.RunException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Reads and sets the committed offsets of the pipeline's consumer group. They can be set only while the group has no
 * members.
 */
final class GroupOffsets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;
    private final String group;

    GroupOffsets(AppConfig config) {
        admin = Admin.create(config.adminSettings());
        group = config.applicationId();
    }

    /** Returns when the group has no members. Killed members remain until their session expires. */
    void awaitEmpty() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (members() > 0) {
            if (System.nanoTime() > deadline) {
                throw new RunException("the group still has members after " + PATIENCE.toSeconds() + " s");
            }
            Pause.millis(200);
        }
    }

    private int members() {
        KafkaFuture<ConsumerGroupDescription> described =
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
        try {
            return described.get().members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new RunException("the group cannot be described: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    /** The end offset: the offset after the last record. */
    long end(TopicPartition topicPartition) {
        return get(admin.listOffsets(Map.of(topicPartition, OffsetSpec.latest()))
                        .partitionResult(topicPartition))
                .offset();
    }

    void set(TopicPartition topicPartition, long offset) {
        get(admin.alterConsumerGroupOffsets(group, Map.of(topicPartition, new OffsetAndMetadata(offset)))
                .all());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new RunException("the group's offsets cannot be read or changed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
