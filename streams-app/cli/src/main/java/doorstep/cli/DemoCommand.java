// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.Progress;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.dashboard.Dashboard;
import doorstep.feed.CollectedFigures;
import doorstep.feed.RowFeed;
import doorstep.figures.Completion;
import doorstep.figures.FigureSettings;
import doorstep.figures.ProgressWatch;
import doorstep.ingest.ImportOptions;
import doorstep.ingest.Importer;
import doorstep.ingest.KafkaSink;
import doorstep.ingest.Mapping;
import doorstep.question.Moments;
import doorstep.rows.RowChange;
import doorstep.sample.DemoReport;
import doorstep.sample.OutreachSample;
import doorstep.tally.WindowKind;
import doorstep.topics.TopicAdmin;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs everything in one process on a generated sample and prints the figures.",
        footer = {"", "Examples:", "  doorstep demo", "  doorstep demo --once", "  doorstep demo --data /tmp/demo"})
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--once",
            description = "Exit when the figures are complete; fail if the accounting does not balance.")
    private boolean once;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;
    private PrintWriter err;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        err = spec.commandLine().getErr();
        DemoDirectory directory = new DemoDirectory(options.data());
        directory.prepare();
        AppConfig config = options.config();
        if (!config.bootstrapServers().isEmpty()) {
            throw new ConfigurationException(
                    "the demo runs its own broker; do not set bootstrap.servers (" + config.bootstrapServers() + ")");
        }
        out.println("Doorstep on the sample " + OutreachSample.NAME + ". The sample is generated; none of its figures");
        out.println("are those of a real programme.");
        out.flush();
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("demo", config, 0)) {
            try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
                topics.create();
                topics.requireValid();
            }
            try (SchemaServer registry = SchemaServer.of(cluster.config(), 0);
                    PipelineRun run = PipelineRun.of(cluster, stop)) {
                Optional<Dashboard> dashboard = once ? Optional.empty() : dashboard(cluster);
                try {
                    boolean good = fill(cluster, run, directory.writeSample());
                    if (!once && !stop.isAsked()) {
                        sayWhatNext(cluster, registry, dashboard);
                        run.awaitStop();
                    }
                    return good || stop.isAsked() ? 0 : Main.FAILED;
                } finally {
                    dashboard.ifPresent(Dashboard::close);
                }
            }
        }
    }

    /** @return true if the figures are complete and the accounting balances */
    private boolean fill(Cluster cluster, PipelineRun run, List<OutreachSample.SampleFile> sample) {
        Instant asOf = PipelineRun.wantedAsOf(cluster.config(), Clock.systemUTC());
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.schemas())) {
            if (!run.awaitComplete(progress, Instant.MIN, left -> {})) {
                return false;
            }
            Collection<Progress> before = progress.rows();
            Map<TopicPartition, Long> acknowledged = ingest(cluster, sample);
            if (!run.awaitComplete(progress, asOf, this::tell)) {
                return false;
            }
            Accounting accounting = new Accounting(cluster.config().topics(), before, acknowledged, progress.rows());
            CollectedFigures collected = RowFeed.once(
                    cluster.config(), cluster.schemas(), Topics.results(), DemoCommand::isReported, Clock.systemUTC());
            FigureSettings settings =
                    FigureSettings.of(collected.pipeline().settings(), cluster.config(), Map.of(), err::println);
            DemoReport report = new DemoReport(collected.rows(), Moments.of(collected.pipeline(), settings));
            report.print(out);
            out.println();
            out.println(AsOfLine.of(
                    cluster.config().topics(), collected.pipeline(), Topics.figures(), settings.zone(), Instant.now()));
            accounting.lines().forEach(out::println);
            out.flush();
            return accounting.balances() && report.meetsThePublishedTotals();
        }
    }

    /** Days of breakdowns are most of the rows, and the report has no figures of them. */
    private static boolean isReported(RowChange row) {
        return row.kind() != WindowKind.DAY || row.cell().slice().isTotal();
    }

    private Map<TopicPartition, Long> ingest(Cluster cluster, List<OutreachSample.SampleFile> sample) {
        ImportOptions how = ImportOptions.defaults()
                .withStrict(true)
                .withEarliest(cluster.config().eventsEarliest());
        try (KafkaSink sink = new KafkaSink(
                cluster.config().producerSettings(), cluster.config().topics(), cluster.schemas())) {
            for (OutreachSample.SampleFile part : sample) {
                String name = part.data().getFileName().toString();
                try (ImportDisplay display = ImportDisplay.on(err, "Importing " + name)) {
                    long events = new Importer(Mapping.load(part.mapping()), sink, how, display)
                            .run(List.of(part.data()))
                            .allEvents();
                    display.done(events);
                }
            }
            return sink.flush();
        }
    }

    private void tell(Completion left) {
        err.println(left.isComplete() ? "All figures are complete." : "Counting: " + left);
    }

    /**
     * Starts the page before the import, so that one can watch it fill. Empty if the port is in use, for example by
     * another demo.
     */
    private Optional<Dashboard> dashboard(Cluster cluster) {
        try {
            Dashboard dashboard = DashboardOptions.startLocally(cluster, options.data());
            out.println("Open " + dashboard.url() + "/ in a browser: the figures are there as they are counted.");
            out.flush();
            return Optional.of(dashboard);
        } catch (ClusterException e) {
            err.println("doorstep: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void sayWhatNext(Cluster cluster, SchemaServer registry, Optional<Dashboard> dashboard) {
        out.println();
        out.println("Broker " + cluster.config().bootstrapServers() + ", schema registry " + registry.url()
                + ". Still running; Ctrl-C stops.");
        out.println("Try in another terminal:  ./doorstep rows satisfaction-scores --unit '*' --window MONTH");
        out.println("Or your own data:         ./doorstep ingest --help");
        dashboard.ifPresent(it -> {
            out.println("Or as a program:          curl '" + it.url()
                    + "/api/v1/visit-counts?unit=*&window=MONTH'   (all questions: " + it.url() + "/api)");
            out.println("Or in a browser:          " + it.url() + "/");
        });
        out.flush();
    }
}
