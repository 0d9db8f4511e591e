// SPDX-License-Identifier: Apache-2.0
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

/** Base class of commands that act as one {@link Part} on a cluster, need its rights and can report missing ones. */
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

    /**
     * The rights of the part that the user lacks; empty if the connection is not secured or the cluster does not
     * answer.
     */
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
