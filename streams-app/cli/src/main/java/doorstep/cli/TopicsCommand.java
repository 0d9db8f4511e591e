// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.text.Table;
import doorstep.topics.TopicAdmin;
import doorstep.topics.TopicFault;
import doorstep.topics.TopicState;
import doorstep.topics.TopicsDoc;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Shows, creates or verifies the topics that Doorstep uses.",
            "verify fails if a topic is missing or has a wrong setting, or if the brokers are too old."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep topics show",
            "  doorstep topics create --bootstrap-servers kafka:9092 --set partitions=12 --set replication.factor=3",
            "  doorstep topics verify --bootstrap-servers kafka:9092"
        })
final class TopicsCommand implements Callable<Integer> {
    /** What to do. */
    enum Action {
        SHOW,
        CREATE,
        VERIFY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--markdown", description = "With show: print the documentation of all topics instead.")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(TopicsDoc.markdown());
            return 0;
        }
        try (Cluster cluster = options.open("topics");
                TopicAdmin topics = new TopicAdmin(cluster.config())) {
            return switch (action) {
                case SHOW -> show(topics, out);
                case CREATE -> create(topics, out);
                case VERIFY -> verify(topics, out);
            };
        }
    }

    private static int show(TopicAdmin topics, PrintWriter out) {
        Map<String, List<TopicFault>> faults =
                topics.verify().stream().collect(Collectors.groupingBy(TopicFault::topic));
        Table table = new Table()
                .text("topic")
                .number("partitions")
                .number("replicas")
                .number("records")
                .text("cleanup")
                .text("state");
        topics.states()
                .values()
                .forEach(topic -> table.line(line(topic, faults.getOrDefault(topic.name(), List.of()))));
        table.print(out);
        return 0;
    }

    private static List<String> line(TopicState topic, List<TopicFault> faults) {
        if (!topic.exists()) {
            return List.of(topic.name(), "-", "-", "-", "-", "missing");
        }
        Set<String> wrong = faults.stream().map(TopicFault::setting).collect(Collectors.toCollection(TreeSet::new));
        return List.of(
                topic.name(),
                String.valueOf(topic.partitions()),
                String.valueOf(topic.replicas()),
                String.valueOf(topic.records()),
                topic.settings().getOrDefault("cleanup.policy", ""),
                wrong.isEmpty() ? "ok" : "wrong: " + String.join(", ", wrong));
    }

    private static int create(TopicAdmin topics, PrintWriter out) {
        List<String> created = topics.create();
        created.stream().sorted().forEach(name -> out.println("created " + name));
        if (created.isEmpty()) {
            out.println("all topics exist");
        }
        return verify(topics, out);
    }

    private static int verify(TopicAdmin topics, PrintWriter out) {
        List<TopicFault> faults = topics.verify();
        faults.forEach(out::println);
        topics.warnings().forEach(warning -> out.println("warning: " + warning));
        out.println(faults.isEmpty() ? "all topics are valid" : TopicAdmin.advice(faults));
        return faults.isEmpty() ? 0 : Main.FAILED;
    }
}
