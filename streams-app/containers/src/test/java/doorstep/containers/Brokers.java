// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/**
 * A KRaft cluster in containers, in which each node is both broker and controller. Clients in the container network
 * connect to {@code kafka-1:9092}, clients on this machine to {@link #fromHere}. The published ports stay the same when
 * a broker restarts.
 */
final class Brokers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Broker settings for quick tests and quick detection of a lost broker. */
    private static final Map<String, String> QUICK = Map.of(
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "500",
            "KAFKA_BROKER_SESSION_TIMEOUT_MS", "6000",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4",
            "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4",
            "KAFKA_HEAP_OPTS", "-Xmx320m");

    private final Network network;
    private final List<ManagedContainer> boxes = new ArrayList<>();
    private final List<Integer> ports;
    private final int copies;

    Brokers(Network network, int count) {
        this.network = network;
        this.copies = Math.min(count, 3);
        this.ports = freePorts(count);
        String voters = IntStream.rangeClosed(1, count)
                .mapToObj(node -> node + "@kafka-" + node + ":9093")
                .collect(Collectors.joining(","));
        for (int node = 1; node <= count; node++) {
            boxes.add(new ManagedContainer(container(node, voters), "kafka-" + node, network));
        }
    }

    private GenericContainer<?> container(int node, String voters) {
        int port = ports.get(node - 1);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image()));
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + port));
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.put("KAFKA_NODE_ID", String.valueOf(node));
        settings.put("KAFKA_PROCESS_ROLES", "broker,controller");
        settings.put("KAFKA_CONTROLLER_QUORUM_VOTERS", voters);
        settings.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        settings.put("KAFKA_LISTENERS", "NET://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093,HERE://0.0.0.0:" + port);
        settings.put("KAFKA_ADVERTISED_LISTENERS", "NET://kafka-" + node + ":9092,HERE://127.0.0.1:" + port);
        settings.put("KAFKA_INTER_BROKER_LISTENER_NAME", "NET");
        settings.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "NET:PLAINTEXT,CONTROLLER:PLAINTEXT,HERE:PLAINTEXT");
        settings.put("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
        settings.put("KAFKA_DEFAULT_REPLICATION_FACTOR", String.valueOf(copies));
        settings.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", String.valueOf(copies));
        settings.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", String.valueOf(copies));
        String insync = String.valueOf(copies > 1 ? 2 : 1);
        settings.put("KAFKA_MIN_INSYNC_REPLICAS", insync);
        settings.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", insync);
        settings.put("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        settings.put("CLUSTER_ID", "Zm9yLWRvb3JzdGVwLXRlc3Q");
        return container.withEnv(settings);
    }

    static String image() {
        return "apache/kafka:" + System.getProperty("kafka.version");
    }

    /** Returns when all brokers are in the cluster. */
    Brokers create() {
        boxes.parallelStream().forEach(ManagedContainer::create);
        awaitWhole();
        return this;
    }

    Network network() {
        return network;
    }

    ManagedContainer box(int node) {
        return boxes.get(node - 1);
    }

    String fromNetwork() {
        return boxes.stream().map(box -> box.name() + ":9092").collect(Collectors.joining(","));
    }

    String fromHere() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    int copies() {
        return copies;
    }

    /** Returns when all brokers are in the cluster and all replicas are in sync. */
    void awaitWhole() {
        ManagedContainer.await("all brokers there, and all partitions in step", PATIENCE, this::isWhole);
    }

    private boolean isWhole() {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", fromHere(), "default.api.timeout.ms", 5_000, "request.timeout.ms", 4_000))) {
            if (admin.describeCluster().nodes().get().size() < boxes.size()) {
                return false;
            }
            return admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                    .map(TopicDescription::partitions)
                    .flatMap(List::stream)
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static int freePort() {
        return freePorts(1).get(0);
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        boxes.parallelStream().forEach(ManagedContainer::close);
    }
}
