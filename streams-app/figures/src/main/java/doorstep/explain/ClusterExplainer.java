// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.avro.Progress;
import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.cluster.SettingsTopic;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.facts.Fact;
import doorstep.facts.FactDecoder;
import doorstep.facts.FactLimits;
import doorstep.facts.RefusedPlaces;
import doorstep.facts.TopicFacts;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.feed.ClusterLog;
import doorstep.feed.OffsetRange;
import doorstep.feed.RowLog;
import doorstep.figures.FigureSettings;
import doorstep.figures.InputBarrier;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Explains rows of a cluster. The facts end where the pipeline has read when the row has been read; whatever it read
 * before that is waited for, so that it is in the row.
 */
public final class ClusterExplainer implements Explainer {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final AppConfig config;
    private final SchemaRegistry registry;
    private final Duration timeout;
    private final PublishedSettings published;

    /**
     * @param timeout how long to wait for what the pipeline has read, but not sent yet
     * @throws ClusterException if there are no settings yet, or a rebuild is under way
     */
    public ClusterExplainer(AppConfig config, SchemaRegistry registry, Duration timeout) {
        this.config = config;
        this.registry = registry;
        this.timeout = timeout;
        published = settings();
        settingsOf(published);
    }

    private PublishedSettings settings() {
        try (SettingsTopic topic = new SettingsTopic(config, registry)) {
            PublishedSettings settings = topic.settled();
            if (settings.rebuildMark().isPresent()) {
                throw new ClusterException("a rebuild is under way, so the rows are not those of the events yet;"
                        + " try again when it has ended");
            }
            return settings;
        }
    }

    private FigureSettings settingsOf(PublishedSettings settings) {
        return FigureSettings.of(settings, config, Map.of(), warning -> {});
    }

    @Override
    public FigureSettings figureSettings() {
        return settingsOf(published);
    }

    @Override
    public List<String> nearest(Topic topic, String key) {
        try (RowLog log = ClusterLog.toReadOnce(config)) {
            return lookup(log, topic).nearest(key);
        }
    }

    private RowLookup lookup(RowLog log, Topic topic) {
        Family family = Families.ofRows().get(topic);
        return new RowLookup(log, config.topics().of(topic), family, registry);
    }

    /** @throws ClusterException if the cluster does not answer, or events are missing */
    @Override
    public Optional<Explanation> explain(Request request) {
        try (ProgressTopic progress = new ProgressTopic(config, registry);
                RowLog log = ClusterLog.toReadOnce(config)) {
            Map<TopicPartition, OffsetRange> inRow = read(progress.rows());
            boolean counted = await(inRow, progress);
            Optional<RowLookup.Found> found = lookup(log, request.topic()).find(request.key());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Figure figure = found.get().figure();
            TopicFacts facts = facts(read(progress.settledRows()));
            Supplier<CountingRules> rules = () -> CountingRules.of(published, settingsOf(published));
            Recounter.Options options = request.options(fact -> fact.offset() >= end(fact, inRow));
            Recount recount = new Recounter(figure, rules, options).recount(facts);
            if (!settings().equals(published)) {
                throw new ClusterException("the figures were counted again meanwhile; try again");
            }
            Family family = rules.get().families().of(request.topic());
            return Optional.of(new Explanation(figure, family, found.get().row(), counted, recount));
        }
    }

    private TopicFacts facts(Map<TopicPartition, OffsetRange> ranges) {
        RefusedPlaces refused = RefusedPlaces.read(config, registry, published.rebuild());
        DecodeLimits limits = FactLimits.of(published);
        return new TopicFacts(config, ranges, () -> new FactDecoder(config.topics(), registry, limits, refused));
    }

    private long end(Fact fact, Map<TopicPartition, OffsetRange> ranges) {
        TopicPartition partition = new TopicPartition(config.topics().of(fact.topic()), fact.partition());
        return ranges.getOrDefault(partition, new OffsetRange(0, 0)).end();
    }

    /** What the pipeline has read of each input partition. */
    private Map<TopicPartition, OffsetRange> read(Collection<Progress> rows) {
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        for (Progress row : rows) {
            if (row.getNextOffset() != null && Topics.ofShortName(row.getPart()).isPresent()) {
                Topic topic = Topics.ofShortName(row.getPart()).get();
                long begin = row.getBeginsAt() == null ? 0 : row.getBeginsAt();
                ranges.put(
                        new TopicPartition(config.topics().of(topic), row.getPartition()),
                        new OffsetRange(begin, row.getNextOffset()));
            }
        }
        return ranges;
    }

    /** Waits until all of it is in the rows. */
    private boolean await(Map<TopicPartition, OffsetRange> read, ProgressTopic progress) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        read.forEach((partition, range) -> ends.put(partition, range.end()));
        InputBarrier barrier = new InputBarrier(ends, (partition, from, end) -> from < end);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!barrier.left(progress.rows()).isComplete()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
