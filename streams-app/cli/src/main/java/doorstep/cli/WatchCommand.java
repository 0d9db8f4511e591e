// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.family.Families;
import doorstep.feed.CollectedFigures;
import doorstep.feed.FeedClock;
import doorstep.feed.PipelineState;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.figures.RowOrder;
import doorstep.question.StoredRows;
import doorstep.rights.Part;
import doorstep.rows.RowChange;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
        AppConfig config = options.config();
        Topic topic = LatestRows.named(name, config.topics());
        boolean figures = FlatRow.isOfFigures(topic.value());
        filter.requireValid(figures);
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("watch", config, 0)) {
            if (figures) {
                watchFigures(topic, cluster, stop);
            } else {
                watchOther(topic, cluster, stop);
            }
        }
        return 0;
    }

    private void watchFigures(Topic topic, Cluster cluster, StopSignal stop) {
        CollectedFigures now = RowFeed.once(
                cluster.config(), cluster.schemas(), List.of(topic), filter::accepts, InstantSource.system());
        FigureSettings settings = FigureSettings.of(
                now.pipeline().settings(),
                cluster.config(),
                Map.of(),
                spec.commandLine().getErr()::println);
        begin(topic, cluster, now.pipeline(), settings.zone());
        if (all) {
            print(topic, StoredRows.of(now.rows(), settings.families(), topic));
        }
        ChangedRows changed = new ChangedRows(now.rows());
        try (RowFeed feed = RowFeed.follow(
                cluster.config(),
                cluster.schemas(),
                List.of(topic),
                filter::accepts,
                now.rows(),
                changed,
                FeedClock.SYSTEM)) {
            while (!stop.isAsked()) {
                List<RowChange> changes = changed.next(POLL);
                if (!changes.isEmpty()) {
                    // A rebuild may have changed the settings meanwhile.
                    PipelineState pipeline = feed.pipeline().orElse(now.pipeline());
                    print(topic, rows(topic, changes, pipeline, cluster.config()));
                } else if (!feed.state().running()) {
                    throw new ClusterException("rows are not read any more: "
                            + feed.state().error().orElse("the feed ended"));
                }
            }
        }
    }

    private static List<FlatRow> rows(Topic topic, List<RowChange> changes, PipelineState pipeline, AppConfig config) {
        Families families = FigureSettings.of(pipeline.settings(), config, Map.of(), warning -> {})
                .families();
        return changes.stream().map(it -> StoredRows.of(it, families, topic)).toList();
    }

    private void watchOther(Topic topic, Cluster cluster, StopSignal stop) {
        try (LatestRows rows = new LatestRows(cluster.config(), cluster.schemas(), topic)) {
            Collection<FlatRow> now = rows.readToEnd();
            begin(topic, cluster, cluster.pipelineState(), ZoneOffset.UTC);
            if (all) {
                print(topic, now);
            }
            while (!stop.isAsked()) {
                print(topic, rows.changes(POLL));
            }
        }
    }

    private void begin(Topic topic, Cluster cluster, PipelineState pipeline, ZoneId zone) {
        TopicNames names = cluster.config().topics();
        String asOf = AsOfLine.of(names, pipeline, AsOfLine.figures(topic), zone, Instant.now());
        spec.commandLine().getErr().println(names.of(topic) + ", " + asOf + "; Ctrl-C stops");
    }

    private void print(Topic topic, Collection<FlatRow> rows) {
        format.print(
                rows.stream().sorted(RowOrder.BY_PARTS).toList(),
                topic.value(),
                spec.commandLine().getOut());
    }
}
