// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.app.Pipeline;
import doorstep.app.RestoreProgress.Restore;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;

/** Decides whether this process is ready: its state is restored, and every task assigned to it runs. Thread-safe. */
final class Readiness {
    private final Supplier<KafkaStreams.State> state;
    private final Supplier<List<Restore>> restores;
    private final Supplier<Set<TaskKey>> given;
    private final Supplier<Set<TaskKey>> running;
    private final List<Supplier<Optional<String>>> others;

    /**
     * @param names of the topics
     * @param others further reasons not to be ready: each supplies a sentence for people, or nothing
     */
    Readiness(TopicNames names, Pipeline pipeline, TaskRegistry taskRegistry, List<Supplier<Optional<String>>> others) {
        this(
                pipeline::state,
                () -> pipeline.restores().underWay(),
                () -> pipeline.tasks().stream().map(task -> keyOf(task, names)).collect(Collectors.toSet()),
                () -> taskRegistry.statuses().stream().map(TaskStatus::key).collect(Collectors.toSet()),
                others);
    }

    Readiness(
            Supplier<KafkaStreams.State> state,
            Supplier<List<Restore>> restores,
            Supplier<Set<TaskKey>> given,
            Supplier<Set<TaskKey>> running,
            List<Supplier<Optional<String>>> others) {
        this.state = state;
        this.restores = restores;
        this.given = given;
        this.running = running;
        this.others = List.copyOf(others);
    }

    /** Why the process is not ready; empty if it is. A surplus process without tasks is ready. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (state.get() != KafkaStreams.State.RUNNING) {
            reasons.add("the pipeline is " + state.get());
        }
        restores.get().forEach(restore -> reasons.add(restore.toString()));
        Set<TaskKey> started = running.get();
        given.get().stream()
                .filter(task -> !started.contains(task))
                .sorted()
                .forEach(task -> reasons.add(task + " has not started yet"));
        others.forEach(other -> other.get().ifPresent(reasons::add));
        return reasons;
    }

    private static TaskKey keyOf(TaskMetadata task, TopicNames names) {
        Set<String> topics =
                task.topicPartitions().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        String part = Topics.inputs().stream()
                .filter(topic -> topics.contains(names.of(topic)))
                .map(Topic::shortName)
                .findFirst()
                .orElse(Topics.WINDOWS_PART);
        return new TaskKey(part, task.taskId().partition());
    }
}
