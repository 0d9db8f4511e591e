package doorstep.management;

import doorstep.app.Pipeline;
import doorstep.app.RestoreProgress.Restore;
import doorstep.management.TaskRegistry.Place;
import doorstep.management.TaskRegistry.Standing;
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

/** Whether this process does its share: its state is restored, and each task that it was given runs. Thread-safe. */
final class Readiness {
    private final Supplier<KafkaStreams.State> state;
    private final Supplier<List<Restore>> restores;
    private final Supplier<Set<Place>> given;
    private final Supplier<Set<Place>> running;
    private final List<Supplier<Optional<String>>> others;

    /**
     * @param names of the topics
     * @param others further reasons to hold back: each empty, or a sentence for people
     */
    Readiness(TopicNames names, Pipeline pipeline, TaskRegistry taskRegistry, List<Supplier<Optional<String>>> others) {
        this(
                pipeline::state,
                () -> pipeline.restores().underWay(),
                () -> pipeline.tasks().stream()
                        .map(task -> placeOf(task, names))
                        .collect(Collectors.toSet()),
                () -> taskRegistry.standings().stream().map(Standing::topicPartition).collect(Collectors.toSet()),
                others);
    }

    Readiness(
            Supplier<KafkaStreams.State> state,
            Supplier<List<Restore>> restores,
            Supplier<Set<Place>> given,
            Supplier<Set<Place>> running,
            List<Supplier<Optional<String>>> others) {
        this.state = state;
        this.restores = restores;
        this.given = given;
        this.running = running;
        this.others = List.copyOf(others);
    }

    /** Why it is not ready; empty if it is. A process without tasks, one too many, is ready. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (state.get() != KafkaStreams.State.RUNNING) {
            reasons.add("the pipeline is " + state.get());
        }
        restores.get().forEach(restore -> reasons.add(restore.toString()));
        Set<Place> started = running.get();
        given.get().stream()
                .filter(topicPartition -> !started.contains(topicPartition))
                .sorted()
                .forEach(topicPartition -> reasons.add(topicPartition + " has not started yet"));
        others.forEach(other -> other.get().ifPresent(reasons::add));
        return reasons;
    }

    private static Place placeOf(TaskMetadata task, TopicNames names) {
        Set<String> topics =
                task.topicPartitions().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        String part = Topics.inputs().stream()
                .filter(topic -> topics.contains(names.of(topic)))
                .map(Topic::shortName)
                .findFirst()
                .orElse(TaskRegistry.WINDOWS);
        return new Place(part, task.taskId().partition());
    }
}
