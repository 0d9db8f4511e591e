// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.broker.DataDirectory;
import doorstep.config.AppConfig;
import doorstep.feed.PipelineState;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.registry.TopicSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cluster that a command works on, with its settings and schemas. The brokers are either those of the settings or
 * the one of the data directory.
 */
final class Cluster implements AutoCloseable {
    private final AppConfig config;
    private final Optional<DataDirectory> data;
    private final Optional<TopicSchemas> topicSchemas;
    private final SchemaRegistry schemas;

    private Cluster(AppConfig config, Optional<DataDirectory> data) {
        this.config = config;
        this.data = data;
        Optional<SchemaRegistry> server = config.schemaRegistry().map(HttpSchemaRegistry::new);
        topicSchemas = server.isPresent() ? Optional.empty() : Optional.of(new TopicSchemas(config));
        schemas = server.orElseGet(topicSchemas::orElseThrow);
    }

    static Cluster open(AppConfig config, Path dataDir, int port) {
        Map<String, String> found = new LinkedHashMap<>();
        if (config.stateDir().isEmpty()) {
            found.put("state.dir", dataDir.resolve("state").toString());
        }
        if (!config.bootstrapServers().isEmpty()) {
            return new Cluster(config.with(found), Optional.empty());
        }
        DataDirectory data = DataDirectory.open(dataDir, port);
        found.put("bootstrap.servers", data.bootstrapServers());
        return new Cluster(config.with(found), Optional.of(data));
    }

    /** The settings, completed with bootstrap servers and state directory. */
    AppConfig config() {
        return config;
    }

    /** The configured schema registry; without one, the bundled schemas and those in the cluster's topic. */
    SchemaRegistry schemas() {
        return schemas;
    }

    /**
     * The settings that are needed to read figures, as published by the pipeline.
     *
     * @param warn receives a warning for each setting given here that differs
     */
    FigureSettings figureSettings(Consumer<String> warn) {
        return FigureSettings.read(config, schemas, warn);
    }

    /** What the pipeline says of the rows that are in the topics now. */
    PipelineState pipelineState() {
        return RowFeed.once(config, schemas, List.of(), row -> false, Clock.systemUTC())
                .pipeline();
    }

    /** True if the broker is that of a data directory, on which commands create the topics themselves. */
    boolean isLocal() {
        return data.isPresent();
    }

    /** True if this process runs the broker. */
    boolean isOurs() {
        return data.filter(it -> !it.joined()).isPresent();
    }

    /** Like {@link #close()}, but waits for other commands that joined this broker. */
    void closeAfterOthers(Consumer<String> say) {
        topicSchemas.ifPresent(TopicSchemas::close);
        data.ifPresent(it -> it.closeAfterOthers(say));
    }

    @Override
    public void close() {
        topicSchemas.ifPresent(TopicSchemas::close);
        data.ifPresent(DataDirectory::close);
    }
}
