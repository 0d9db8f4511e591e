// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import doorstep.process.BrokerProcess;
import doorstep.process.CallBackCatalogue;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.topics.TopicAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The processes of a run: a broker, a schema registry (in this process), the instances that run all the time, a guest
 * instance that comes and goes, a reader, and an exporter. It restarts processes that were killed, as a service manager would.
 */
final class TestCluster implements AutoCloseable {
    /** The shortest session timeout that brokers allow by default. */
    static final int SESSION_TIMEOUT_MS = 6_000;

    private static final Duration REBUILD = Duration.ofMinutes(5);

    private static final int MANY_STOPS = 20;

    private static final Pattern REFUSAL =
            Pattern.compile("HISTORY_MISSING|CHANGED_MEANING|CLOCK_SKEW|AS_OF_BEFORE|rebuild");

    private final Map<String, String> given;
    private final FlakyRegistry registry = new FlakyRegistry();
    private final BrokerProcess broker;
    private final List<Instance> residents = new ArrayList<>();
    private final Instance guest;
    private final KeptReader reader;
    private final FollowingExporter exporter;
    private final List<String> unasked = new ArrayList<>();
    private Instant asOf;

    TestCluster(Settings settings, Instant asOf) {
        this.asOf = asOf;
        given = new HashMap<>(Map.of(
                "partitions", String.valueOf(settings.instances().partitions()),
                "zone", "America/Chicago",
                "fiscal.start", "7",
                "emit.breakdown.interval", "2s",
                "management.port", "0",
                "schema.registry.url", registry.url().toString(),
                "kafka.acceptable.recovery.lag", "1000000000", // a guest gets its share of the tasks at once
                "kafka.session.timeout.ms", String.valueOf(SESSION_TIMEOUT_MS),
                "kafka.heartbeat.interval.ms", "1500"));
        given.put("catalogue", CallBackCatalogue.writeTo(settings.data()));
        given.putAll(settings.instances().set());
        broker = new BrokerProcess(settings.data().resolve("broker"), CleanerWatch.BROKER_SETTINGS);
        boolean clocks = settings.faults().kinds().stream().anyMatch(Fault::stepsClocks);
        for (int i = 1; i <= settings.instances().count(); i++) {
            residents.add(new Instance("instance-" + i, settings.data().resolve("instance-" + i), clocks));
        }
        guest = new Instance("guest", settings.data().resolve("guest"), clocks);
        reader = new KeptReader(settings.data().resolve("reader"), registry);
        exporter = new FollowingExporter(settings.data().resolve("exporter"));
    }

    /** Starts the broker and creates the topics. */
    void open() {
        broker.start();
        try (TopicAdmin topics = new TopicAdmin(config())) {
            topics.create();
        }
    }

    /** The configuration of the instances. */
    AppConfig config() {
        Map<String, String> settings = settings();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return AppConfig.of(settings);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(given);
        settings.put("as-of", asOf.toString());
        return settings;
    }

    Instant asOf() {
        return asOf;
    }

    /** The as-of that instances use from their next start on. */
    void setAsOf(Instant later) {
        asOf = later;
    }

    BrokerProcess broker() {
        return broker;
    }

    FlakyRegistry registry() {
        return registry;
    }

    Instance guest() {
        return guest;
    }

    /** A process that keeps the rows; it has to be started. */
    KeptReader reader() {
        return reader;
    }

    void reviveReader() {
        reader.revive(config(), settings());
    }

    /** A process that exports; it has to be started. */
    FollowingExporter exporter() {
        return exporter;
    }

    void startExporter() {
        exporter.start(config(), settings());
    }

    /** Ends the exporter, and exports what is left. */
    void finishExports() {
        exporter.finish(config(), settings());
    }

    List<Instance> residents() {
        return residents;
    }

    /** The instances that run or should run. */
    List<Instance> running() {
        List<Instance> running = new ArrayList<>(residents);
        running.add(guest);
        running.removeIf(instance -> !instance.isWanted());
        return running;
    }

    void start(Instance instance) {
        instance.start(broker.bootstrapServers(), settings());
    }

    /**
     * Restarts every process that ended unexpectedly.
     *
     * @throws RunException if an instance refused to continue or cannot start, or broker or exporter has stopped
     */
    void revive() {
        broker.requireAlive();
        exporter.requireAlive();
        for (Instance instance : running()) {
            if (!instance.isAlive()) {
                String words = instance.lastWords();
                unasked.add(instance.name() + ", " + words);
                if (REFUSAL.matcher(words).find()) {
                    throw new RunException(instance.name() + " refused to go on: " + words);
                }
                if (unasked.size() > MANY_STOPS) {
                    throw new RunException(instance.name() + " stops by itself again and again: " + words);
                }
                start(instance);
            }
        }
    }

    /**
     * Waits until an instance refuses to continue. An instance that stops for another reason is restarted.
     *
     * @return its message; empty if none refused in time
     */
    Optional<String> awaitRefusal(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            broker.requireAlive();
            for (Instance instance : running()) {
                if (instance.isAlive()) {
                    continue;
                }
                String words = instance.lastWords();
                if (REFUSAL.matcher(words).find()) {
                    return Optional.of(words);
                }
                unasked.add(instance.name() + ", " + words);
                start(instance);
            }
            Pause.millis(100);
        }
        return Optional.empty();
    }

    /**
     * Runs {@code doorstep rebuild}. No instance may run.
     *
     * @throws RunException if it fails
     */
    void rebuild() {
        residents.get(0).rebuild(broker.bootstrapServers(), settings(), REBUILD);
    }

    /** Instances that stopped by themselves, with their last output. */
    List<String> unasked() {
        return unasked;
    }

    @Override
    public void close() {
        residents.forEach(Instance::close);
        guest.close();
        reader.close();
        exporter.close();
        broker.close();
        registry.close();
    }
}
