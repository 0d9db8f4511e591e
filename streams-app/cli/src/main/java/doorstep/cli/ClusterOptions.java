// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that all commands that use a cluster or settings have in common. */
final class ClusterOptions {
    /** File of settings in a data directory; all other sources of settings override it. */
    static final String SETTINGS_FILE = "doorstep.properties";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Brokers of the cluster (default: the broker of --data).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:DOORSTEP_DIR:-.doorstep}",
            description = "Directory of broker, state and logs (default: DOORSTEP_DIR, or .doorstep).")
    private Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting; doorstep config lists the keys. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Path data() {
        return data;
    }

    /** The settings as given; without bootstrap servers if the broker of the data directory is to be used. */
    AppConfig config() {
        Map<String, String> options = new LinkedHashMap<>(settings);
        options.replaceAll((key, value) -> value == null ? "" : value);
        bootstrapServers.ifPresent(servers -> options.put("bootstrap.servers", servers));
        if (bootstrapServers.filter(String::isBlank).isPresent()) {
            throw new ConfigurationException("--bootstrap-servers is empty; leave it out to use the broker of --data");
        }
        List<Path> files = new ArrayList<>(file.stream().toList());
        AppConfig config = AppConfig.read(files, System.getenv(), options);
        Path own = data.resolve(SETTINGS_FILE);
        if (config.bootstrapServers().isEmpty() && Files.exists(own)) {
            files.add(0, own);
            config = AppConfig.read(files, System.getenv(), options);
        }
        return config;
    }

    /** Opens the cluster of the settings, or else joins the broker of the data directory, or starts it. */
    Cluster open(String command) {
        return open(command, config(), 0);
    }

    /**
     * Like {@link #open(String)}, but never creates a broker: in a directory that has none there is nothing to read, and
     * a demo would take it for somebody else's.
     *
     * @throws ConfigurationException if no brokers are named, and the data directory has none
     */
    Cluster openExisting(String command) {
        AppConfig config = config();
        if (config.bootstrapServers().isEmpty() && !Files.exists(data.resolve("broker"))) {
            throw new ConfigurationException(
                    "the data directory " + data + " has no broker, so there is nothing to read."
                            + " Set --bootstrap-servers or DOORSTEP_BOOTSTRAP_SERVERS to your brokers, name another directory with"
                            + " --data, or run `doorstep demo` or `doorstep standalone` first");
        }
        return open(command, config, 0);
    }

    /** @param port port of a broker that is started; 0 = the last one, or any free one */
    Cluster open(String command, AppConfig config, int port) {
        Logs.writeTo(data.resolve("logs"), command);
        return Cluster.open(config, data, port);
    }
}
