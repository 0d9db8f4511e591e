// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.AdminAnswers;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.rows.RowStore;
import doorstep.rows.SqliteRows;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The rows of a cluster in a file, for a reader that lives long. */
public final class KeptStore {
    private KeptStore() {}

    /**
     * Opens the file, which is new if there is none or if it has rows of another cluster.
     *
     * @param directory of the file, for this process alone
     * @param warn is told why a file that was there is not used
     * @throws doorstep.rows.StoreException if another process has the directory, or it cannot be written
     * @throws ClusterException if the cluster does not answer
     */
    public static RowStore open(AppConfig config, Path directory, Consumer<String> warn) {
        return SqliteRows.open(directory, clusterId(config), warn);
    }

    private static String clusterId(AppConfig config) {
        try (Admin admin = Admin.create(config.adminSettings())) {
            return AdminAnswers.await(admin.describeCluster().clusterId());
        } catch (KafkaException e) {
            throw new ClusterException(
                    "the cluster at " + config.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
    }
}
