package doorstep.cli;

import doorstep.app.TopicAdmin;
import doorstep.ingest.ImportOptions;
import doorstep.ingest.ImportResult;
import doorstep.ingest.Importer;
import doorstep.ingest.KafkaSink;
import doorstep.ingest.Mapping;
import doorstep.rights.Part;
import doorstep.wire.TopicNames;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Imports CSV or JSON-lines files as events, as a mapping says (docs/mapping.md).",
            "Importing the same files again is safe: the same events change nothing."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep ingest --mapping visits.yaml visits-2024.csv visits-2025.csv.gz",
            "  doorstep ingest --mapping ratings.yaml --rejects bad-lines.csv --bootstrap-servers kafka:9092 ratings.csv",
            "  zcat ratings-*.gz | doorstep ingest --mapping ratings.yaml -",
            "  doorstep ingest --mappings"
        })
final class IngestCommand implements Callable<Integer>, ActsAs {
    @Option(names = "--mapping", paramLabel = "MAPPING", description = "YAML file, or the name of a bundled mapping.")
    private Optional<String> mapping = Optional.empty();

    @Option(names = "--mappings", description = "List the bundled mappings and end.")
    private boolean listMappings;

    @Option(names = "--strict", description = "Stop at the first bad line.")
    private boolean strict;

    @Option(names = "--rejects", paramLabel = "FILE", description = "List all bad lines in this file.")
    private Optional<Path> rejects = Optional.empty();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to import, gzipped or not; named pipes too, and - for standard input.")
    private List<Path> files = List.of();

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Part part() {
        return Part.INGEST;
    }

    @Override
    public ClusterOptions cluster() {
        return options;
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
                    spec.commandLine(), "name --mapping and at least one file");
        }
        Mapping loaded = Mapping.named(mapping.get());
        Cluster cluster = options.open("ingest");
        try {
            return ingest(loaded, cluster, out, err);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
    }

    private int ingest(Mapping loaded, Cluster cluster, PrintWriter out, PrintWriter err) {
        try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
            if (cluster.isLocal()) {
                topics.create();
            }
            topics.requireValid();
        }
        ImportOptions how =
                new ImportOptions(strict, rejects, cluster.config().eventsEarliest(), java.time.Clock.systemUTC());
        ImportResult result;
        try (KafkaSink sink = new KafkaSink(
                        cluster.config().producerSettings(), cluster.config().topics(), cluster.schemas());
                ImportDisplay display = ImportDisplay.on(err, "Importing")) {
            result = new Importer(loaded, sink, how, display).run(files);
        }
        print(result, cluster.config().topics(), out);
        return result.stopped() ? Main.FAILED : 0;
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
            out.println(topic + ": " + events + " events, " + acknowledged + " acknowledged");
        });
        if (result.stopped()) {
            out.println("Stopped at a bad line (--strict); what came before it was sent.");
        }
    }
}
