// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import doorstep.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A Kafka broker in a process of its own. Its directory and its port on the loopback interface stay the same over
 * restarts.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final int STARTING_SECONDS = 180;

    private final Path dir;
    private final Map<String, String> settings;
    private final int port;
    private Child child;

    /** @param settings of the broker; they override those of {@link EmbeddedBroker} */
    public BrokerProcess(Path dir, Map<String, String> settings) {
        this.dir = dir;
        this.settings = Map.copyOf(settings);
        port = choosePort();
    }

    /**
     * A port outside the range for outgoing connections. While the broker is down, a client that reconnects could
     * otherwise be given the broker's port as its own, connect to itself and keep the broker from binding it.
     */
    private static int choosePort() {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = 20_000 + random.nextInt(10_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // in use
            }
        }
        throw new RunException("no free port between 20000 and 30000");
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The log directory, with a subdirectory for each partition. */
    public Path logs() {
        return dir.resolve("data").resolve("log");
    }

    /** Returns when the broker accepts records. */
    public void start() {
        List<String> arguments =
                new ArrayList<>(List.of(dir.resolve("data").toAbsolutePath().toString(), String.valueOf(port)));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        for (int attempt = 1; ; attempt++) {
            child = Child.start(
                    "the broker",
                    BrokerChild.class,
                    List.of(
                            "-Xmx1g",
                            "-Dlogback.configurationFile=doorstep/process/broker-logback.xml",
                            "-Ddoorstep.log=" + dir.resolve("broker.log").toAbsolutePath()),
                    arguments,
                    dir.resolve("output.txt"));
            if (isReady()) {
                return;
            }
            child.kill();
            if (attempt == ATTEMPTS) {
                throw new RunException("the broker does not start: " + child.lastWords());
            }
        }
    }

    private boolean isReady() {
        long deadline = System.nanoTime() + STARTING_SECONDS * 1_000_000_000L;
        while (System.nanoTime() < deadline && child.isAlive()) {
            if (child.lastWords().contains(BrokerChild.READY)) {
                return true;
            }
            Pause.millis(50);
        }
        return false;
    }

    public void kill() {
        child.kill();
    }

    /** @throws RunException if the broker has stopped by itself */
    public void requireAlive() {
        if (!child.isAlive()) {
            throw new RunException("the broker stopped by itself: " + child.lastWords());
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.kill();
        }
    }
}
