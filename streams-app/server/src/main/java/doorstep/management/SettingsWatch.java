// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.cluster.ClusterException;
import doorstep.cluster.SettingsTopic;
import doorstep.config.AppConfig;
import doorstep.engine.FormatVersions;
import doorstep.management.Health.Code;
import doorstep.management.Health.Finding;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * Warns if the settings of this instance differ from those that another instance published in {@code
 * doorstep.settings}. Settings that give figures their meaning are not compared here: a difference in one of them stops
 * the start. Not thread-safe.
 */
final class SettingsWatch implements AutoCloseable {
    private final AppConfig config;
    private final SchemaRegistry registry;
    private SettingsTopic topic; // open while the brokers answer
    private List<Finding> last = List.of();

    SettingsWatch(AppConfig config, SchemaRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /** A warning if settings differ; the previous result while the brokers do not answer. */
    List<Finding> warnings() {
        try {
            if (topic == null) {
                topic = new SettingsTopic(config, registry);
            }
            last = findings(topic.committed(), config);
        } catch (ClusterException | KafkaException e) {
            close(); // other rules report unreachable brokers
        }
        return last;
    }

    static List<Finding> findings(PublishedSettings published, AppConfig config) {
        if (!published.isWhole()) {
            return List.of();
        }
        String differences = published
                .differences(FormatVersions.addedTo(config.published()).settings())
                .stream()
                .filter(it -> !AppConfig.isFingerprinted(it.name()))
                .filter(it -> !it.name().equals(PublishedSettings.ZONE_TRANSITIONS)) // HealthRules reports these
                .map(it -> it.name() + " is " + it.ownText() + " here and " + it.publishedText() + " there")
                .collect(Collectors.joining("; "));
        return differences.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        Code.SETTINGS_DIFFER,
                        "another instance published other settings in "
                                + config.topics().of(Topics.SETTINGS)
                                + ", and readers of figures use"
                                + " those: " + differences
                                + ". Give all instances the same configuration and version, and restart them"));
    }

    @Override
    public void close() {
        if (topic != null) {
            topic.close();
            topic = null;
        }
    }
}
