// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.evidence.ExportExplainer;
import doorstep.explain.ClusterExplainer;
import doorstep.explain.Explainer;
import doorstep.explain.Explanation;
import doorstep.exported.ExportedTables;
import doorstep.rights.Part;
import doorstep.text.PrintableText;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explains one row of a topic of figures: which events count in it, with the places of their records; which",
            "versions were replaced or withdrawn, and by what; and the figure counted again from the events, which must",
            "equal the row. Reads the input topics up to where the pipeline has read them, some records repeatedly; or with",
            "--export the tables of the last finished export, without a cluster.",
            "KEY is the key of the row as the topic has it: unit|breakdown=value|facet|window|start, with empty parts",
            "where the row has none. What need not be escaped may be escaped or not.",
            "What an event counts as:",
            "  counts      it is in the figure, at this time, with these amounts",
            "  replaced    another version of the event counts (by)",
            "  withdrawn   the version that counts takes the event back",
            "  deleted     a null value took it back for good",
            "  elsewhere   the version that counts belongs to other figures",
            "A call-back is listed as the rating that opened it; through names the visit or rating that ended it, or",
            "the visit that fulfilled a duty. Times are in the zone of the figures."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:row and events are equal",
            "1:they differ, there is no such row, or it failed",
            "2:wrong usage",
            "3:they differ, and records came meanwhile or are not in the rows yet"
        },
        footer = {
            "",
            "Examples:",
            "  doorstep explain visit-counts '*|||MONTH|2011-07-01'",
            "  doorstep explain satisfaction-scores 'City/North||OVERALL:GRADE_5|LAST_30D|' --csv",
            "  doorstep explain service-levels '*|category=NOISE|REQUEST|YEAR|2011-01-01' --since 2011-07-18",
            "  doorstep explain visit-counts '*|||YEAR|2011-01-01' --export iceberg:.doorstep/warehouse"
        })
final class ExplainCommand extends PartCommand {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "Its full name, or the part after topics.prefix.")
    private String name;

    @Parameters(index = "1", paramLabel = "KEY", description = "Key of the row.")
    private String key;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Also list the records appended at this time or later that moved the figure, and by how much:"
                    + " 2011-07-18, 2011-07-18T23:59 (both in the zone of the figures) or 2011-07-18T15:59Z. The window"
                    + " stays where it is, so what only left or entered it with time is not listed.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "List at most so many events and moves, the earliest ones (default: ${DEFAULT-VALUE}). All of"
                    + " them are counted.")
    private int limit;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to wait for what the pipeline has read, but not sent yet (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--export",
            paramLabel = "TARGET",
            description = "Explain the row as the last finished export there has it, from the exported facts:"
                    + " parquet:DIR, csv:DIR, iceberg:DIR or postgresql://USER@HOST:PORT/DATABASE?schema=NAME.")
    private Optional<ExportTarget> export = Optional.empty();

    @Mixin
    private PasswordFileOption password;

    @Mixin
    private ExplainFormat format;

    ExplainCommand() {
        super(Part.EXPLAIN);
    }

    @Override
    public Integer call() {
        Topic topic = named(name, options.config().topics());
        if (limit < 0) {
            throw new ConfigurationException("--limit " + limit + " is negative");
        }
        return export.isPresent() ? ofExport(export.get(), topic) : ofCluster(topic);
    }

    private int ofExport(ExportTarget target, Topic topic) {
        try (ExportedTables tables = target.tables(password.of(target));
                ExportExplainer explainer = new ExportExplainer(tables)) {
            return explain(explainer, topic);
        }
    }

    private int ofCluster(Topic topic) {
        Cluster cluster = options.open("explain");
        try {
            Duration patience = cluster.isOurs() ? Duration.ZERO : timeout; // no pipeline runs on our own broker
            return explain(new ClusterExplainer(cluster.config(), cluster.schemas(), patience), topic);
        } finally {
            cluster.closeAfterOthers(spec.commandLine().getErr()::println);
        }
    }

    private int explain(Explainer explainer, Topic topic) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ZoneId zone = explainer.figureSettings().zone();
        Optional<Instant> from = since.map(it -> RejectOptions.time("--since", it, zone));
        Optional<Explanation> explanation = explainer.explain(new Explainer.Request(topic, key, from, limit));
        if (explanation.isEmpty()) {
            sayNearest(explainer.nearest(topic, key), topic, err);
            return Main.FAILED;
        }
        format.print(explanation.get(), from, zone, out, err);
        return switch (explanation.get().verdict()) {
            case EQUAL -> 0;
            case DIFFERENT -> Main.FAILED;
            case IN_MOTION -> Main.TIMED_OUT;
        };
    }

    private static Topic named(String name, TopicNames names) {
        List<String> known = Topics.figures().stream().map(Topic::shortName).toList();
        return names.find(name)
                .filter(Topics.figures()::contains)
                .orElseThrow(() -> new ConfigurationException("no topic of figures is called " + name
                        + "; did you mean " + Nearest.to(name, known) + "? Topics: " + String.join(", ", known)));
    }

    private void sayNearest(List<String> nearest, Topic topic, PrintWriter err) {
        err.println("doorstep: " + topic.shortName() + " has no row with the key " + PrintableText.line(key)
                + (nearest.isEmpty() ? ", and no other rows" : "; the nearest ones:"));
        nearest.forEach(it -> err.println("  " + PrintableText.line(it)));
    }
}
