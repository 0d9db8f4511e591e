// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.TopicReader;
import doorstep.feed.PipelineState;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.figures.RowOrder;
import doorstep.rights.Part;
import doorstep.wire.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Follows a topic and prints each row that changes, until Ctrl-C.",
            "A deleted row (tombstone) is printed with its key and without figures."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep watch visit-counts --unit '*' --window DAY --breakdown none",
            "  doorstep watch satisfaction-scores --all --json"
        })
final class WatchCommand extends PartCommand {
    private static final Duration POLL = Duration.ofMillis(500);

    @Parameters(paramLabel = "TOPIC", description = "Its full name, or the part after topics.prefix.")
    private String name;

    @Option(names = "--all", description = "First print the current rows.")
    private boolean all;

    @Mixin
    private RowFilter filter;

    @Mixin
    private RowFormat format;

    WatchCommand() {
        super(Part.READER);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Topic topic = LatestRows.named(name, options.config().topics());
        filter.requireValid(FlatRow.isOfFigures(topic.value()));
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("watch");
                TopicReader<SpecificRecord> reader = new TopicReader<>(cluster.config(), topic, cluster.schemas())) {
            PipelineState pipeline = cluster.pipelineState();
            FigureSettings settings = FigureSettings.of(pipeline.settings(), cluster.config(), Map.of(), err::println);
            String asOf = AsOfLine.of(
                    cluster.config().topics(), pipeline, AsOfLine.figures(topic), settings.zone(), Instant.now());
            Map<String, FlatRow> now = new TreeMap<>();
            reader.catchUp((key, value) -> value.map(it -> FlatRow.of(key, it))
                    .filter(filter::accepts)
                    .ifPresentOrElse(row -> now.put(key, row), () -> now.remove(key)));
            err.println(cluster.config().topics().of(topic) + ", " + asOf + "; Ctrl-C stops");
            if (all) {
                format.print(now.values().stream().sorted(RowOrder.BY_PARTS).toList(), topic.value(), out);
            }
            while (!stop.isAsked()) {
                List<FlatRow> changed = new ArrayList<>();
                reader.poll(POLL, (key, value) -> {
                    FlatRow row =
                            value.map(it -> FlatRow.of(key, it)).orElseGet(() -> FlatRow.removed(key, topic.value()));
                    if (filter.accepts(row)) {
                        changed.add(row);
                    }
                });
                format.print(changed, topic.value(), out);
            }
        }
        return 0;
    }
}
