// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.family.RowHead;
import doorstep.feed.CollectedFigures;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.figures.RowOrder;
import doorstep.question.ComparedRows;
import doorstep.question.Moment;
import doorstep.question.Moments;
import doorstep.question.StoredRows;
import doorstep.rights.Part;
import doorstep.text.FigureFormat;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rows",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the latest row per key of a topic, as a table, JSON or CSV.",
            "Topics: visit-counts, feedback-counts, satisfaction-scores, service-levels, reaction-counts,",
            "service-desk-counts, worklist, progress, rejected, settings.",
            "As-of, its age, how much is later than as-of, and how much input, at most, is not in the rows yet go to",
            "stderr; for progress also whether service levels have the same open as the worklist, or why nobody can say",
            "now.",
            "--compare adds columns. For a score: its target; MET or MISSED (enough answers, and the whole 95 %%",
            "interval is at or above, or below, the target) or UNCLEAR (not clear yet); the share shrunk towards that",
            "of the unit above, as if 20 more people had answered like that unit (rank by this share); whether it",
            "differs from that unit by more than chance explains (at 95 %%; FAR: at 99.8 %%); the same period last",
            "year; answers about visits per person asked. A target of 100 is never MET.",
            "For other rows: each count of the same period last year.",
            "Targets are those that the pipeline published (assessment.* in docs/config.md)."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rows visit-counts --unit '*' --window MONTH",
            "  doorstep rows satisfaction-scores --facet OVERALL:GRADE_5 --window QUARTER --breakdown none",
            "  doorstep rows satisfaction-scores --facet OVERALL:GRADE_5 --window QUARTER --breakdown none --compare",
            "  doorstep rows visit-counts --breakdown category --json"
        })
final class RowsCommand extends PartCommand {
    @Parameters(paramLabel = "TOPIC", description = "Its full name, or the part after topics.prefix.")
    private String name;

    @Option(names = "--compare", description = "Add target, unit above, last year and response rate.")
    private boolean compare;

    @Option(
            names = "--assess",
            paramLabel = "KEY=VALUE",
            description =
                    "With --compare: use another target, targets, facet or shrinkage than the pipeline published, for"
                            + " this command only: --assess target=90. May be repeated.")
    private Map<String, String> assess = new LinkedHashMap<>();

    @Mixin
    private RowFilter filter;

    @Mixin
    private RowFormat format;

    RowsCommand() {
        super(Part.READER);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        AppConfig config = options.config();
        Topic topic = LatestRows.named(name, config.topics());
        boolean figures = FlatRow.isOfFigures(topic.value());
        filter.requireValid(figures);
        if (!figures && (compare || !assess.isEmpty())) {
            throw new ConfigurationException((compare ? "--compare" : "--assess")
                    + " applies only to topics of figures; " + topic.shortName() + " has none");
        }
        Cluster cluster = options.open("rows", config, 0);
        try {
            CollectedFigures collected = RowFeed.once(
                    cluster.config(),
                    cluster.schemas(),
                    topicsRead(topic, figures),
                    row -> compare || filter.accepts(row),
                    Clock.systemUTC());
            // The other topics help to find faults, so they can be read even if the settings of the figures cannot.
            Optional<FigureSettings> settings = figures
                    ? Optional.of(FigureSettings.of(
                            collected.pipeline().settings(), cluster.config(), overrides(), err::println))
                    : Optional.empty();
            String asOf = AsOfLine.of(
                    cluster.config().topics(),
                    collected.pipeline(),
                    AsOfLine.figures(topic),
                    settings.map(FigureSettings::zone).orElse(ZoneOffset.UTC),
                    Instant.now());
            List<FlatRow> rows = settings
                    .map(it -> rows(topic, collected, it))
                    .orElseGet(() -> List.copyOf(LatestRows.of(cluster.config(), cluster.schemas(), topic)
                            .values()))
                    .stream()
                    .sorted(RowOrder.BY_PARTS)
                    .toList();
            err.println(
                    cluster.config().topics().of(topic) + ", " + FigureFormat.count(rows.size()) + " rows, " + asOf);
            if (collected.skipped() > 0) {
                err.println(
                        FigureFormat.count(collected.skipped()) + " records are left out, because they are no rows: "
                                + "did another program write to the topic?");
            }
            if (topic.equals(Topics.PROGRESS)) {
                err.println(BacklogLine.of(cluster));
            }
            print(topic, rows, out, err);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
        return 0;
    }

    private void print(Topic topic, List<FlatRow> rows, PrintWriter out, PrintWriter err) {
        if (rows.isEmpty()) {
            filter.hint().ifPresent(err::println);
        }
        if (compare && !rows.isEmpty()) {
            List<String> names = List.copyOf(rows.get(0).values().keySet());
            boolean scores = topic.equals(Topics.SATISFACTION_SCORES);
            format.print(rows, topic.value(), names, scores ? ComparedRows.COLUMNS_OF_SCORES : names, out);
        } else {
            format.print(rows, topic.value(), out);
        }
    }

    /** The response rate of a score is that of visits and feedback. */
    private List<Topic> topicsRead(Topic topic, boolean figures) {
        if (!figures) {
            return List.of();
        }
        return compare && topic.equals(Topics.SATISFACTION_SCORES)
                ? List.of(topic, Topics.VISIT_COUNTS, Topics.FEEDBACK_COUNTS)
                : List.of(topic);
    }

    private List<FlatRow> rows(Topic topic, CollectedFigures collected, FigureSettings settings) {
        if (!compare) {
            return StoredRows.of(collected.rows(), settings.families(), topic);
        }
        List<RowHead> wanted = StoredRows.heads(collected.rows(), settings.families(), topic, filter::accepts);
        Moment moment = Moments.of(collected.pipeline(), settings);
        return moment.asOfs().isEmpty() ? List.of() : new ComparedRows(topic, moment, collected.rows()).of(wanted);
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>();
        assess.forEach((key, value) -> overrides.put(FigureSettings.ASSESSMENT + key, value == null ? "" : value));
        return overrides;
    }
}
