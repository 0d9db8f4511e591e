// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.feed.PipelineReader;
import doorstep.feed.ResultReader;
import doorstep.feed.ResultReader.Reading;
import doorstep.rows.Position;
import doorstep.settings.PublishedSettings;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Exports facts and figures to a target, each exactly once: reads from where the last finished export ended, writes, and
 * commits. Whatever fails before the commit leaves the target as it was. Not thread-safe.
 *
 * <p>In this order: note ends of the inputs and as-of; wait until what belongs to them is in the results; read the results;
 * note ends and as-of again; wait until the pipeline has passed these ends; read what was refused; read the facts. A rebuild
 * that begins meanwhile discards all of it.
 */
public final class Exporter {
    private static final Reading NOTHING = new Reading(Map.of(), Map.of());

    private final Sources sources;

    /**
     * What was exported.
     *
     * @param tables what was written, by table
     */
    public record Done(Export export, List<TableSummary> tables) {}

    /**
     * How to export.
     *
     * @param timeout how long to wait for the pipeline
     * @param again whether to read all facts and results again, and replace them
     */
    public record Options(Duration timeout, boolean again) {}

    /** @param sources its log is not closed */
    public Exporter(Sources sources) {
        this.sources = sources;
    }

    /**
     * Exports what is new.
     *
     * @return empty if nothing is
     * @throws ExportException if it is not possible; nothing is exported then
     * @throws doorstep.cluster.ClusterException if the cluster does not answer
     */
    public Optional<Done> run(Target target, Options options) {
        Instant begun = sources.clock().machine().instant();
        Optional<Export> last = target.last(options.again());
        PipelineReader pipeline =
                new PipelineReader(sources.log(), sources.names(), sources.registry(), sources.clock());
        pipeline.catchUp();
        PublishedSettings settings = requireSettings(pipeline);
        boolean replacesFacts = options.again()
                || last.filter(it -> it.rebuild() == settings.rebuild()).isEmpty();
        FactPositions positions = new FactPositions(sources);
        Map<TopicPartition, Long> factStarts = positions.starts(last.filter(it -> !replacesFacts));
        CutReader cut = new CutReader(sources, pipeline, options.timeout());
        sources.listener().onProgress("waiting for the pipeline", 0);
        cut.before();
        Map<ResultRecords, Reading> readings = new LinkedHashMap<>();
        try {
            readResults(last.filter(it -> !options.again()), target.scratch(), readings);
            Cut noted = cut.after();
            long number = last.map(Export::number).orElse(0L) + 1;
            try (Target.Run run = target.begin(number, replacesFacts)) {
                ExportWriter writer = new ExportWriter(sources, run, number, last);
                writer.writeSettings();
                if (replacesFacts) {
                    writer.recallRejected(target, settings.rebuild());
                }
                writer.writeRejected(settings.rebuild());
                writer.writeFacts(factStarts, cut.factEnds(), positions.topics(), settings);
                positions.requireSameTopics();
                requireSameCount(pipeline, settings);
                boolean sameResults = readings.keySet().stream().allMatch(ResultRecords::isEmpty);
                if (sameResults && writer.isEmpty() && !replacesFacts) {
                    return Optional.empty();
                }
                writer.writeResults(readings, target);
                Export export = new Export(
                        number,
                        replacesFacts ? number : last.orElseThrow().since(),
                        settings.rebuild(),
                        begun,
                        noted,
                        writer.topicIds(),
                        writer.ranges(),
                        writer.rows());
                return Optional.of(new Done(export, run.commit(export)));
            }
        } finally {
            readings.keySet().forEach(ResultRecords::delete);
        }
    }

    private PublishedSettings requireSettings(PipelineReader pipeline) {
        PublishedSettings settings = pipeline.settings();
        String topic = sources.names().of(Topics.SETTINGS);
        if (settings.rebuildMark().isPresent()) {
            throw ExportException.passing("a rebuild is under way; export when it has ended");
        }
        if (settings.isAbsent()) {
            throw new ExportException("there is nothing to export: " + topic
                    + " is empty, because the pipeline has not committed yet. Start it, and try again");
        }
        if (!settings.isWhole()) {
            throw new ExportException(topic + " holds only some of the settings that the figures were counted under;"
                    + " the others were lost. Start the pipeline again: it sends all of them with its first commit");
        }
        return settings;
    }

    private void requireSameCount(PipelineReader pipeline, PublishedSettings before) {
        pipeline.catchUp();
        if (requireSettings(pipeline).rebuild() != before.rebuild()) {
            throw ExportException.passing("the figures were counted again meanwhile; nothing was exported. Try again");
        }
    }

    /**
     * @param last empty to read them from their starts
     * @param readings gets those that have begun, so that their files can be removed
     */
    private void readResults(Optional<Export> last, Path scratch, Map<ResultRecords, Reading> readings) {
        ResultReader reader =
                new ResultReader(sources.log(), sources.clock(), sources.partitions(List.of(Topics.PROGRESS)));
        for (Topic topic : Topics.results()) {
            String name = sources.names().of(topic);
            Path spool = scratch.resolve(topic.shortName() + ".spool");
            ResultRecords records = new ResultRecords(topic, name, sources, spool);
            readings.put(records, NOTHING);
            readings.put(
                    records,
                    reader.read(name, last.map(it -> positions(it, name)).orElse(Map.of()), records));
        }
    }

    private static Map<TopicPartition, Position> positions(Export last, String topic) {
        UUID id = last.topicIds().get(topic);
        Map<TopicPartition, Position> positions = new HashMap<>();
        last.ranges().forEach((partition, range) -> {
            if (partition.topic().equals(topic)) {
                positions.put(partition, new Position(id, range.end(), true, range.knownAtMs()));
            }
        });
        return positions;
    }
}
