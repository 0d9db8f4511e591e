// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import doorstep.cluster.AdminAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/**
 * One broker, secured like the three in {@code docker/compose.secure.yaml} and by the same scripts, and a Doorstep
 * container that runs commands as any part.
 */
final class SecuredCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Network network = Network.newNetwork();
    private final Path secrets;
    private final int port = Brokers.freePort();
    private final ManagedContainer broker;
    private final ManagedContainer tools;
    private final ManagedContainer administrator;
    private final ManagedContainer client;
    private final Admin admin;

    /** @param dir for the secrets */
    SecuredCluster(Path dir) {
        secrets = dir.resolve("secrets");
        try {
            run(DoorstepImage.root().resolve("docker/make-secrets").toString(), secrets.toString());
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new ManagedContainer(broker(), "kafka-1", network).create();
        tools = idle(Brokers.image(), "tools", "admin");
        administrator = idle(DoorstepImage.name(), "administrator", "admin");
        client = idle(DoorstepImage.name(), "client", "pipeline");
        admin = Admin.create(adminSettings());
        ManagedContainer.await("the broker answers the administrator", PATIENCE, this::answers);
        mustRun(tools.exec("bash", "/make-users", "kafka-1:9094"));
        mustRun(administrator.exec("doorstep", "topics", "create", "--config", "/secrets/doorstep.properties"));
        mustRun(administrator.exec("grant", "/secrets/doorstep.properties"));
    }

    private GenericContainer<?> broker() {
        Map<String, String> settings = new HashMap<>();
        settings.put("KAFKA_NODE_ID", "1");
        settings.put("KAFKA_PROCESS_ROLES", "broker,controller");
        settings.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka-1:9093");
        settings.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        settings.put(
                "KAFKA_LISTENERS",
                "CLIENTS://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093,BROKERS://0.0.0.0:9094,HERE://0.0.0.0:" + port);
        settings.put(
                "KAFKA_ADVERTISED_LISTENERS", "CLIENTS://kafka-1:9092,BROKERS://kafka-1:9094,HERE://localhost:" + port);
        settings.put("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKERS");
        settings.put("KAFKA_LISTENER_NAME_HERE_SSL_CLIENT_AUTH", "required");
        settings.put("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
        settings.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
        settings.put("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1");
        settings.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
        settings.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
        settings.put("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1");
        settings.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        settings.put("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        settings.put("KAFKA_HEAP_OPTS", "-Xmx320m");
        settings.putAll(ComposeFile.secured());
        settings.merge("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "HERE:SSL", (map, more) -> map + "," + more);
        GenericContainer<?> container =
                new GenericContainer<>(DockerImageName.parse(Brokers.image())).withEnv(settings);
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + port));
        return mounted(container, Map.of(secrets.resolve("kafka-1"), "/secrets"));
    }

    /** A container for running commands as a part of Doorstep or as the administrator. */
    private ManagedContainer idle(String image, String name, String part) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(Map.of(
                        "DOORSTEP_BOOTSTRAP_SERVERS", part.equals("admin") ? "kafka-1:9094" : "kafka-1:9092",
                        "DOORSTEP_PARTITIONS", "1",
                        "DOORSTEP_REPLICATION_FACTOR", "1",
                        "DOORSTEP_EMIT_BREAKDOWN_INTERVAL", "1s"))
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sleep").withCmd("86400"));
        Map<Path, String> mounts = Map.of(
                secrets.resolve(part),
                "/secrets",
                secrets,
                "/parts",
                DoorstepImage.root().resolve("docker/make-users"),
                "/make-users");
        return new ManagedContainer(mounted(container, mounts), name, network).create();
    }

    private static GenericContainer<?> mounted(GenericContainer<?> container, Map<Path, String> mounts) {
        return container.withCreateContainerCmdModifier(command -> command.getHostConfig()
                .withBinds(mounts.entrySet().stream()
                        .map(mount -> new Bind(mount.getKey().toString(), new Volume(mount.getValue()), AccessMode.ro))
                        .toArray(Bind[]::new)));
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>();
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(secrets.resolve("admin/admin.properties"))) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.forEach((key, value) ->
                settings.put((String) key, ((String) value).replace("/secrets", secrets.resolve("admin") + "")));
        settings.put("bootstrap.servers", "localhost:" + port);
        return settings;
    }

    private boolean answers() {
        try {
            return !AdminAnswers.await(admin.describeCluster().nodes()).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    Admin admin() {
        return admin;
    }

    /** The administrator's settings for a client in this process. */
    Map<String, Object> settingsFromHere() {
        return adminSettings();
    }

    /** Runs a shell command in a container with Kafka's tools. */
    ExecResult tools(String line) {
        return tools.exec("bash", "-c", line);
    }

    /** Runs a shell command in the Doorstep container. */
    ExecResult sh(String line) {
        return client.exec("sh", "-c", line);
    }

    static ExecResult mustRun(ExecResult result) {
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(
                    "ended with " + result.getExitCode() + ":\n" + result.getStdout() + result.getStderr());
        }
        return result;
    }

    private static void run(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        client.close();
        administrator.close();
        tools.close();
        broker.close();
        network.close();
    }
}
