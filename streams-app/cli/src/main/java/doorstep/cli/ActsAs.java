package doorstep.cli;

import doorstep.app.AppConfig;
import doorstep.app.ClusterException;
import doorstep.rights.Part;
import doorstep.rights.Right;
import doorstep.rights.Rights;
import java.util.List;

/** A command that needs the rights of a part, so that it can say which one it lacked. */
interface ActsAs {
    Part part();

    ClusterOptions cluster();

    /** Of the part, after the command failed; none if the cluster asks nobody who he is, or does not answer now. */
    default List<Right> missingRights() {
        AppConfig config = cluster().config();
        if (config.bootstrapServers().isEmpty() || !isSecured(config)) {
            return List.of();
        }
        try (Rights rights = new Rights(config)) {
            return rights.missing(part().rights(config));
        } catch (ClusterException e) {
            return List.of();
        }
    }

    static boolean isSecured(AppConfig config) {
        return config.adminSettings().containsKey("security.protocol");
    }
}
