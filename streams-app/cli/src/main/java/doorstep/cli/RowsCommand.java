package doorstep.cli;

import doorstep.wire.Topic;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rows",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the latest row per key of a topic, as a table, JSON or CSV.",
            "Topics: visit-counts, feedback-counts, satisfaction-scores, reaction-counts, service-desk-counts, progress,",
            "rejected.",
            "As-of, its age and what lies beyond it go to stderr."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rows visit-counts --unit '*' --window MONTH",
            "  doorstep rows satisfaction-scores --facet OVERALL:GRADE_5 --window QUARTER --breakdown none",
            "  doorstep rows visit-counts --breakdown category --json"
        })
final class RowsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "With or without the leading doorstep.")
    private String name;

    @Mixin
    private RowFilter filter;

    @Mixin
    private RowFormat format;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Topic topic = LatestRows.named(name);
        filter.requireValid(FlatRow.isOfFigures(topic.value()));
        Cluster cluster = options.open("rows");
        try {
            List<FlatRow> rows = LatestRows.of(cluster, topic, filter).values().stream()
                    .sorted(RowOrder.BY_PARTS)
                    .toList();
            err.println(topic.name() + ", " + Figures.count(rows.size()) + " rows, "
                    + AsOfLine.of(cluster.config(), topic, Clock.systemUTC()));
            format.print(rows, topic.value(), out);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
        return 0;
    }
}
