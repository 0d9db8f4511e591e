// SPDX-License-Identifier: Apache-2.0
package doorstep.broker;

import doorstep.cluster.ClusterException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka node (broker and controller) that runs in this JVM and listens on the loopback interface only. A node that is
 * restarted on the same directory keeps its records, and its port if that is still free.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int NODE = 1;
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a node and waits until it accepts records.
     *
     * @param dir its own directory, created if it does not exist
     * @param wantedPort 0 = the port it had last, or else any free one
     * @throws ClusterException if it does not start
     */
    public static EmbeddedBroker start(Path dir, int wantedPort) {
        return start(dir, wantedPort, Map.of());
    }

    /**
     * Starts a node and waits until it accepts records.
     *
     * @param dir its own directory, created if it does not exist
     * @param wantedPort 0 = the port it had last, or else any free one
     * @param over settings that override the node's own
     * @throws ClusterException if it does not start
     */
    public static EmbeddedBroker start(Path dir, int wantedPort, Map<String, String> over) {
        try {
            Files.createDirectories(dir);
            Path portFile = dir.resolve("port");
            for (int attempt = 1; ; attempt++) {
                int port = choose(wantedPort, portFile);
                KafkaRaftServer server = null;
                try {
                    Map<String, String> settings = settings(dir, port, freePort());
                    settings.putAll(over);
                    format(dir, settings.get("log.dirs"));
                    server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
                    server.startup();
                    Files.writeString(portFile, String.valueOf(port));
                    return new EmbeddedBroker(server, port);
                } catch (Exception e) {
                    if (server != null) {
                        server.shutdown();
                    }
                    // Another process may take the port between choosing and binding it.
                    if (attempt == ATTEMPTS || wantedPort != 0 || !isBindFault(e)) {
                        String why = wantedPort != 0 && isBindFault(e)
                                ? "port " + wantedPort + " on 127.0.0.1 is in use; choose another one"
                                : reason(e);
                        throw new ClusterException("the embedded broker cannot start in " + dir + ": " + why, e);
                    }
                }
            }
        } catch (IOException e) {
            throw new ClusterException("the embedded broker cannot use " + dir + ": " + e, e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the node and waits until it has stopped. Its records remain. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Path dir, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", dir.resolve("log").toString());
        settings.put("auto.create.topics.enable", "false");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "3");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // A directory may be unused for months; the committed offsets of its group must survive that.
        settings.put("offsets.retention.minutes", String.valueOf(10 * 366 * 24 * 60));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.min.heartbeat.interval.ms", "500");
        settings.put("group.streams.heartbeat.interval.ms", "500");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("background.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("num.network.threads", "1");
        return settings;
    }

    private static void format(Path dir, String log) throws Exception {
        Path idFile = dir.resolve("cluster.id");
        if (!Files.exists(idFile)) {
            Files.writeString(idFile, Uuid.randomUuid().toString());
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Files.readString(idFile))
                .setNodeId(NODE)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setDirectories(List.of(log))
                .setMetadataLogDirectory(log)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .run();
    }

    private static int choose(int wanted, Path portFile) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        if (Files.exists(portFile)) {
            try {
                int last = Integer.parseInt(Files.readString(portFile).strip());
                if (isFree(last)) {
                    return last;
                }
            } catch (NumberFormatException e) {
                // an incomplete file; any port will do
            }
        }
        return freePort();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a port in TIME_WAIT counts as free
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBindFault(Throwable e) {
        return e != null && (String.valueOf(e.getMessage()).contains("bind") || isBindFault(e.getCause()));
    }

    private static String reason(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : reason(e.getCause());
    }
}
