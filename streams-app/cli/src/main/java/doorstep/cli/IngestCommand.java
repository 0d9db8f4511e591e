// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.config.AppConfig;
import doorstep.figures.InputBarrier;
import doorstep.ingest.ClosingCounter;
import doorstep.ingest.EventSink;
import doorstep.ingest.ImportOptions;
import doorstep.ingest.ImportResult;
import doorstep.ingest.Importer;
import doorstep.ingest.KafkaSink;
import doorstep.ingest.Mapping;
import doorstep.rights.Part;
import doorstep.topics.TopicAdmin;
import doorstep.wire.TopicNames;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Imports CSV or JSON Lines files as events, as described by a mapping (docs/mapping.md).",
            "Importing the same files again is safe: the same events change nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all events were sent and, with --wait, are in the rows",
            "1:failed, stopped at a bad line (--strict), or more bad lines than --max-bad",
            "2:wrong usage",
            "3:all events were sent, but were not in the rows within --timeout"
        },
        footer = {
            "",
            "Examples:",
            "  doorstep ingest --mapping visits.yaml visits-2024.csv visits-2025.csv.gz",
            "  doorstep ingest --mapping ratings.yaml --dry-run --max-bad 0 ratings.csv",
            "  doorstep ingest --mapping ratings.yaml --rejects bad-lines.csv --bootstrap-servers kafka:9092 ratings.csv",
            "  doorstep ingest --mapping visits.yaml --wait --timeout 10m visits.csv && doorstep rows visit-counts",
            "  zcat ratings-*.gz | doorstep ingest --mapping ratings.yaml -",
            "  doorstep ingest --mappings"
        })
final class IngestCommand extends PartCommand {
    @Option(names = "--mapping", paramLabel = "MAPPING", description = "YAML file, or the name of a bundled mapping.")
    private Optional<String> mapping = Optional.empty();

    @Option(names = "--mappings", description = "List the bundled mappings and exit.")
    private boolean listMappings;

    @Option(names = "--strict", description = "Stop at the first bad line.")
    private boolean strict;

    @Option(names = "--rejects", paramLabel = "FILE", description = "List all bad lines in this file.")
    private Optional<Path> rejects = Optional.empty();

    @Option(
            names = "--max-bad",
            paramLabel = "LIMIT",
            defaultValue = BadLimit.DEFAULT,
            description = "Exit with 1 if more lines than this are bad, e.g. 10 or 5%% (default: 50%%). The good lines"
                    + " are sent anyway.")
    private BadLimit maxBad;

    @Option(
            names = "--dry-run",
            description =
                    "Send nothing: only report how many events there would be, and the bad lines. Needs no cluster.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Exit when all events that were sent are in the rows.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --wait: wait no longer than this after the import, e.g. 10m (default: no limit).")
    private Optional<Duration> timeout = Optional.empty();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to import, gzipped or not. Named pipes, and - for standard input, work too.")
    private List<Path> files = List.of();

    IngestCommand() {
        super(Part.INGEST);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (listMappings) {
            Mapping.bundledNames()
                    .forEach(name ->
                            out.println(name + "  " + Mapping.bundled(name).about()));
            return 0;
        }
        if (mapping.isEmpty() || files.isEmpty()) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--mapping and at least one file are required");
        }
        if (dryRun && wait) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--wait cannot be used with --dry-run, which sends nothing");
        }
        if (timeout.isPresent() && !wait) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--timeout can only be used with --wait");
        }
        Mapping loaded = Mapping.named(mapping.get());
        if (dryRun) {
            return read(loaded, (topic, event) -> {}, options.config(), out, err);
        }
        Cluster cluster = options.open("ingest");
        try {
            if (wait) {
                BarrierWait.requirePipeline(cluster);
                requireProgress();
            }
            requireTopics(cluster);
            return wait
                    ? ingestAndWait(loaded, cluster, out, err)
                    : ingest(loaded, cluster, out, err).exitCode();
        } finally {
            cluster.closeAfterOthers(err::println);
        }
    }

    /**
     * Checked before anything is sent: reading an empty topic would not reveal that the right to read it is missing.
     */
    private void requireProgress() {
        if (missingRights().stream().anyMatch(right -> right.operation() == AclOperation.READ)) {
            throw new ClusterException(
                    "nothing was sent: without the right to read progress, --wait cannot tell when to stop");
        }
    }

    private static void requireTopics(Cluster cluster) {
        try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
            if (cluster.isLocal()) {
                topics.create();
            }
            topics.requireValid();
        }
    }

    private int ingestAndWait(Mapping loaded, Cluster cluster, PrintWriter out, PrintWriter err) {
        try (ProgressTopic progress = new ProgressTopic(cluster.config(), cluster.schemas())) {
            Sent sent = ingest(loaded, cluster, out, err);
            InputBarrier barrier = new InputBarrier(sent.ends(), (partition, from, end) -> from < end);
            return sent.exitCode() == 0 ? new BarrierWait(progress, timeout, err).await(barrier) : sent.exitCode();
        }
    }

    /** @param ends the offset after the last event of each partition */
    private record Sent(int exitCode, Map<TopicPartition, Long> ends) {}

    private Sent ingest(Mapping loaded, Cluster cluster, PrintWriter out, PrintWriter err) {
        try (KafkaSink sink = new KafkaSink(
                cluster.config().producerSettings(), cluster.config().topics(), cluster.schemas())) {
            int exitCode = read(loaded, sink, cluster.config(), out, err);
            return new Sent(exitCode, sink.ends());
        }
    }

    /** @return the exit code */
    private int read(Mapping loaded, EventSink sink, AppConfig config, PrintWriter out, PrintWriter err) {
        ImportOptions how = new ImportOptions(strict, rejects, config.eventsEarliest(), Clock.systemUTC());
        ClosingCounter counter = new ClosingCounter(
                sink, category -> config.catalogue().every(category).isPresent());
        ImportResult result;
        try (ImportDisplay display = ImportDisplay.on(err, dryRun ? "Reading" : "Importing")) {
            result = new Importer(loaded, counter, how, display).run(files);
        }
        print(result, config.topics(), out);
        counter.suspicious().forEach(it -> err.println(warning(it)));
        if (result.stopped()) {
            err.println("Stopped at a bad line (--strict); the lines before it were " + (dryRun ? "good." : "sent."));
            return Main.FAILED;
        }
        if (maxBad.isExceededBy(result)) {
            err.println(result.badLines() + " of " + result.rows() + " rows are bad, more than --max-bad " + maxBad
                    + (dryRun ? "." : "; the good ones were sent.") + " Is this the right mapping for these files?");
            return Main.FAILED;
        }
        return 0;
    }

    private static String warning(ClosingCounter.Counts counts) {
        return "WARNING: duties of " + counts.category() + " come back after each visit, but " + counts.closed()
                + " are closed, with " + counts.visits()
                + " visits of that category. closedAt ends such a duty for good:"
                + " send a visit that names it instead (docs/catalogue.md, Duties that come back).";
    }

    private void print(ImportResult result, TopicNames names, PrintWriter out) {
        out.println("rows " + result.rows() + ", skipped " + result.skipped() + ", bad lines " + result.badLines()
                + rejects.filter(file -> result.badLines() > 0)
                        .map(file -> " (listed in " + file + ")")
                        .orElse(""));
        Map<String, Long> byName = new TreeMap<>();
        result.events().forEach((topic, events) -> byName.put(names.of(topic), events));
        byName.forEach((topic, events) -> {
            long acknowledged = result.acknowledged().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            out.println(topic + ": " + events + " events, "
                    + (dryRun ? "not sent (--dry-run)" : acknowledged + " acknowledged"));
        });
        if (result.clamped() > 0) {
            out.println(result.clamped() + " times shortly before openedAt were set to it (`clamp` in the mapping)");
        }
    }
}
