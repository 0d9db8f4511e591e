// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.rights.Part;
import doorstep.rights.Right;
import doorstep.rights.Rights;
import doorstep.rights.RightsDoc;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rights",
        mixinStandardHelpOptions = true,
        description = {
            "Shows, grants or checks the rights (ACLs) of each part of Doorstep on a cluster with access control.",
            "show lists the rights; grant grants those of --part to --user, and must run as a user who may do so;",
            "check lists those that the configured user lacks for --part."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rights show --part pipeline",
            "  doorstep rights grant --part pipeline --user doorstep --bootstrap-servers kafka:9094 --config admin.properties",
            "  doorstep rights grant --part sink --user connect --groups connect- --bootstrap-servers kafka:9094 --config admin.properties",
            "  doorstep rights check --part reader --bootstrap-servers kafka:9092 --config reader.properties"
        })
final class RightsCommand implements Callable<Integer> {
    /** What to do. */
    enum Action {
        SHOW,
        GRANT,
        CHECK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Option(names = "--part", description = "${COMPLETION-CANDIDATES} (default of show: all).")
    private Optional<Part> part = Optional.empty();

    @Option(names = "--user", description = "Name of the user, as the cluster knows it.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--groups",
            paramLabel = "PREFIX",
            description = "Prefix of the names of a reader's or a sink's consumer groups (default: application.id, a"
                    + " hyphen, the part). Those of Kafka Connect begin with connect-.")
    private Optional<String> groups = Optional.empty();

    @Option(names = "--markdown", description = "With show: print the documentation of all rights instead.")
    private boolean markdown;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(RightsDoc.markdown());
            return 0;
        }
        AppConfig config = options.config();
        if (action == Action.SHOW && part.isEmpty() && groups.isEmpty()) {
            List.of(Part.values()).forEach(it -> show(it, it.rights(config), out));
            return 0;
        }
        Part named = part.orElseThrow(() -> new ConfigurationException("--part is required"));
        List<Right> needed =
                groups.map(prefix -> named.rightsWithGroups(config, prefix)).orElseGet(() -> named.rights(config));
        if (action == Action.SHOW) {
            show(named, needed, out);
            return 0;
        }
        if (config.bootstrapServers().isEmpty()) {
            throw new ConfigurationException("--bootstrap-servers is required");
        }
        try (Rights rights = new Rights(config)) {
            return action == Action.GRANT ? grant(rights, named, needed, out) : check(rights, named, needed, out);
        }
    }

    private static void show(Part part, List<Right> rights, PrintWriter out) {
        rights.forEach(right -> out.println(part + ": " + right));
    }

    private int grant(Rights rights, Part named, List<Right> needed, PrintWriter out) {
        String name = user.orElseThrow(() -> new ConfigurationException("--user is required"));
        rights.grant(needed, name);
        out.println(name + " has the rights of " + named);
        return 0;
    }

    private static int check(Rights rights, Part named, List<Right> needed, PrintWriter out) {
        List<Right> missing = rights.missing(needed);
        missing.forEach(right -> out.println("missing: " + right));
        if (missing.isEmpty()) {
            out.println("nothing is missing for " + named);
        }
        return missing.isEmpty() ? 0 : Main.FAILED;
    }
}
