// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Injects the faults to offsets and changelogs. Where history is lost, it requires the instances to refuse to continue
 * with the reason, and then runs {@code doorstep rebuild}, the remedy that the message names. Each fault ends with the
 * instances started again and the clock of {@link OutputWatch} running.
 */
final class HistoryInjector {
    private static final Duration REFUSAL = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int UNREAD = 400;
    private static final List<Topic> INPUTS = List.of(Topics.VISITS, Topics.FEEDBACK, Topics.COMMITMENTS);

    private final TestCluster cluster;
    private final Load load;
    private final OutputWatch output;
    private final AbortMarkers markers;
    private final Runnable settle;
    private final SplittableRandom dice;
    private int refusals;
    private int harmless;

    /** @param settle returns when everything that was sent is counted */
    HistoryInjector(
            TestCluster cluster,
            Load load,
            OutputWatch output,
            AbortMarkers markers,
            Runnable settle,
            SplittableRandom dice) {
        this.cluster = cluster;
        this.load = load;
        this.output = output;
        this.markers = markers;
        this.settle = settle;
        this.dice = dice;
    }

    /** Number of refusals that were expected and came. */
    int refusals() {
        return refusals;
    }

    /** Number of cuts whose lost rows the instances had already rewritten by the restart. */
    int harmless() {
        return harmless;
    }

    void inject(Fault fault) {
        switch (fault) {
            case OFFSETS_PASSABLE -> moveOffsetPassably();
            case OFFSETS_FORWARD -> moveOffsetForward();
            case CUT -> cut();
            case CUT_RUNNING -> cutRunning();
            default -> throw new AssertionError(fault);
        }
        load.resume();
    }

    /** Moves the offset back over records that were read, or forward over an aborted transaction. */
    private void moveOffsetPassably() {
        load.pause();
        settle.run();
        List<Instance> running = cluster.running();
        running.forEach(Instance::terminate);
        TopicPartition topicPartition = anyInput();
        abortTransaction(topicPartition);
        try (GroupOffsets offsets = new GroupOffsets(cluster.config())) {
            offsets.awaitEmpty();
            long end = offsets.end(topicPartition);
            offsets.set(topicPartition, dice.nextBoolean() ? end : dice.nextLong(end));
        }
        output.onFault();
        running.forEach(cluster::start);
    }

    private TopicPartition anyInput() {
        Topic topic = INPUTS.get(dice.nextInt(INPUTS.size()));
        return new TopicPartition(
                TopicNames.DEFAULT.of(topic), dice.nextInt(cluster.config().partitions()));
    }

    private void abortTransaction(TopicPartition topicPartition) {
        Map<String, Object> settings = new HashMap<>(cluster.config().producerSettings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "torture");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 3; i++) {
                var unused = producer.send(
                        new ProducerRecord<>(topicPartition.topic(), topicPartition.partition(), null, new byte[9]));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Moves the offset of one partition forward over records that were sent while no instance ran. */
    private void moveOffsetForward() {
        load.pause();
        settle.run();
        output.catchUp();
        List<Instance> running = cluster.running();
        running.forEach(Instance::terminate);
        long sent = load.sent();
        load.resume();
        while (load.sent() < sent + UNREAD) {
            load.throwFailure();
            Pause.millis(20);
        }
        load.pause();

        TopicPartition topicPartition = anyInput();
        try (GroupOffsets offsets = new GroupOffsets(cluster.config())) {
            offsets.awaitEmpty();
            offsets.set(topicPartition, offsets.end(topicPartition));
        }
        String part =
                TopicNames.DEFAULT.find(topicPartition.topic()).orElseThrow().shortName() + ":"
                        + topicPartition.partition();
        long before = output.progress().get(part).getNextOffset();
        running.forEach(cluster::start);
        requireRefusal("the offset of " + topicPartition + " was moved past records that were not read");
        running.forEach(Instance::close);
        output.catchUp();
        if (output.progress().get(part).getNextOffset() != before) {
            throw new RunException(part + " went on after records were skipped: "
                    + output.progress().get(part));
        }
        rebuild(running);
    }

    private void cut() {
        load.pause();
        List<Instance> running = cluster.running();
        running.forEach(Instance::terminate);
        ChangelogCut.Cut cut = cutWhileBrokerIsDown();
        running.forEach(cluster::start);
        requireRefusal(cut.toString());
        rebuild(running);
    }

    /**
     * If the instances have rewritten everything that was lost before the restart, nothing is missing. The next
     * comparison proves it.
     */
    private void cutRunning() {
        List<Instance> running = cluster.running();
        ChangelogCut.Cut cut = cutWhileBrokerIsDown();
        Optional<String> refusal = cluster.awaitRefusal(Duration.ofMillis(5_000 + dice.nextInt(5_000)));
        load.pause();
        if (refusal.isEmpty()) {
            running.forEach(Instance::kill);
            output.onFault();
            running.forEach(cluster::start);
            load.resume();
            if (goesOn()) {
                harmless++;
                return;
            }
            load.pause();
        }
        requireRefusal(cut + " while instances ran");
        rebuild(running);
    }

    /** True as soon as every part has reported, false if an instance refuses first. */
    private boolean goesOn() {
        long deadline = System.nanoTime() + REFUSAL.toNanos();
        while (System.nanoTime() < deadline) {
            if (output.isBack(LOOK)) {
                return true;
            }
            if (cluster.awaitRefusal(LOOK).isPresent()) {
                return false;
            }
        }
        return false;
    }

    private ChangelogCut.Cut cutWhileBrokerIsDown() {
        cluster.broker().kill();
        Optional<ChangelogCut.Cut> cut = ChangelogCut.cut(cluster.broker().logs(), dice);
        cluster.broker().start();
        return cut.orElseThrow(() -> new RunException("there was no changelog that could be cut"));
    }

    private void requireRefusal(String what) {
        String words = cluster.awaitRefusal(REFUSAL)
                .orElseThrow(() -> new RunException(
                        "history was lost silently: no instance refused for " + REFUSAL.toSeconds() + " s; " + what));
        if (!words.contains("HISTORY_MISSING") || !words.contains("rebuild")) {
            throw new RunException("a refusal other than HISTORY_MISSING with `rebuild`: " + words + "; " + what);
        }
        refusals++;
    }

    private void rebuild(List<Instance> running) {
        running.forEach(Instance::close);
        try (GroupOffsets offsets = new GroupOffsets(cluster.config())) {
            offsets.awaitEmpty();
        }
        output.catchUp(); // open transactions are decided
        output.onRebuild();
        cluster.rebuild();
        markers.startOver();
        output.onFault();
        running.forEach(cluster::start);
    }
}
