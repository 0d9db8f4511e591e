// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import doorstep.config.AppConfig;
import doorstep.topics.TopicAdmin;
import doorstep.torture.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** Brokers, and pipeline instances with a volume each, run as in {@code docker/compose.yaml}. */
final class ContainerCluster implements AutoCloseable {
    static final int PARTITIONS = 4;
    /** The shortest session timeout that brokers allow by default. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Network network = Network.newNetwork();
    private final Map<String, String> settings;
    private final Brokers brokers;
    private final Map<String, ManagedContainer> instances = new TreeMap<>();
    private final List<String> volumes = new ArrayList<>();
    private final String id = UUID.randomUUID().toString().substring(0, 8);

    /** The cluster and its topics, for a {@link Trial}; without instances. */
    ContainerCluster(int brokerCount) {
        this(
                brokerCount,
                Map.of(
                        "zone", "America/Chicago",
                        "fiscal.start", "7",
                        "as-of", Trial.AS_OF.toString(),
                        "emit.breakdown.interval", "2s"));
    }

    ContainerCluster(int brokerCount, Map<String, String> given) {
        settings = new HashMap<>(given);
        settings.put("partitions", String.valueOf(PARTITIONS));
        brokers = new Brokers(network, brokerCount);
        try {
            brokers.create();
            try (TopicAdmin topics = new TopicAdmin(config())) {
                topics.create();
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Brokers brokers() {
        return brokers;
    }

    /** The configuration of the instances, with the broker addresses for this machine. */
    AppConfig config() {
        Map<String, String> here = new HashMap<>(settings);
        here.put("bootstrap.servers", brokers.fromHere());
        return AppConfig.of(here);
    }

    /**
     * Creates and starts an instance. If the name was used before, the new instance has its volume, possibly with
     * another image.
     */
    ManagedContainer run(String name, String image) {
        ManagedContainer old = instances.remove(name);
        if (old != null) {
            old.close();
        }
        String volume = "doorstep-" + id + "-" + name;
        if (!volumes.contains(volume)) {
            volumes.add(volume);
        }
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) -> environment.put(variable(key), value));
        environment.put("DOORSTEP_BOOTSTRAP_SERVERS", brokers.fromNetwork());
        environment.put("DOORSTEP_REPLICATION_FACTOR", String.valueOf(brokers.copies()));
        environment.put("DOORSTEP_KAFKA_NUM_STANDBY_REPLICAS", "1");
        environment.put("DOORSTEP_KAFKA_ACCEPTABLE_RECOVERY_LAG", "1000000000"); // tasks move at once
        environment.put("DOORSTEP_KAFKA_SESSION_TIMEOUT_MS", String.valueOf(SESSION.toMillis()));
        environment.put("DOORSTEP_KAFKA_HEARTBEAT_INTERVAL_MS", "1500");
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(environment)
                .withCommand("run");
        ManagedContainer box = new ManagedContainer(hardened(container, volume), name, network).create();
        instances.put(name, box);
        return box;
    }

    /** The restrictions under which the image must work: only its volume and /tmp are writable. */
    private static GenericContainer<?> hardened(GenericContainer<?> container, String volume) {
        return container.withCreateContainerCmdModifier(command -> {
            HostConfig host = command.getHostConfig();
            host.withReadonlyRootfs(true)
                    .withTmpFs(Map.of("/tmp", "exec"))
                    .withCapDrop(com.github.dockerjava.api.model.Capability.ALL)
                    .withMemory(1L << 30)
                    .withBinds(new Bind(volume, new Volume("/var/lib/doorstep"), AccessMode.rw));
        });
    }

    private static String variable(String key) {
        return "DOORSTEP_"
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    ManagedContainer instance(String name) {
        return instances.get(name);
    }

    /** Returns when all tasks of an instance run. */
    void awaitReady(String name) {
        ManagedContainer box = instance(name);
        ManagedContainer.await(name + " is ready", PATIENCE, () -> {
            if (!box.isRunning()) {
                throw new IllegalStateException(name + " has ended:\n" + box.logs());
            }
            return box.exec("healthy", "9464", "/ready").getExitCode() == 0;
        });
    }

    @Override
    public void close() {
        instances.values().forEach(ManagedContainer::close);
        brokers.close();
        network.close();
        volumes.forEach(volume ->
                DockerClientFactory.instance().client().removeVolumeCmd(volume).exec());
    }
}
