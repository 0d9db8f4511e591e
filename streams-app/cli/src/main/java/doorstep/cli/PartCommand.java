package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.rights.Part;
import doorstep.rights.Right;
import doorstep.rights.Rights;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does the work of a part on a cluster, needs the rights of that part, and can say which one it lacked. */
abstract class PartCommand implements Callable<Integer> {
    @Mixin
    ClusterOptions options;

    @Spec
    CommandSpec spec;

    private final Part part;

    PartCommand(Part part) {
        this.part = part;
    }

    final Part part() {
        return part;
    }

    /** Of the part, after the command failed; none if the cluster asks nobody who he is, or does not answer now. */
    final List<Right> missingRights() {
        AppConfig config = options.config();
        if (config.bootstrapServers().isEmpty() || !isSecured(config)) {
            return List.of();
        }
        try (Rights rights = new Rights(config)) {
            return rights.missing(part.rights(config));
        } catch (ClusterException e) {
            return List.of();
        }
    }

    private static boolean isSecured(AppConfig config) {
        return config.adminSettings().containsKey("security.protocol");
    }
}
