package doorstep.torture;

import doorstep.app.AppConfig;
import doorstep.app.TopicAdmin;
import doorstep.process.BrokerProcess;
import doorstep.process.RunException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The processes of a run: a broker, the instances that run all the time, and a guest that comes and goes. It starts
 * again what was killed, as a service of the operating system would.
 */
final class Site implements AutoCloseable {
    /** The shortest one that brokers allow by default. */
    static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int MANY_STOPS = 20;

    private static final Pattern REFUSAL =
            Pattern.compile("HISTORY_MISSING|CHANGED_MEANING|CLOCK_SKEW|AS_OF_BEFORE|rebuild");

    private final Map<String, String> given;
    private final BrokerProcess broker;
    private final List<Instance> residents = new ArrayList<>();
    private final Instance guest;
    private final List<String> unasked = new ArrayList<>();
    private Instant asOf;

    Site(Settings settings, Instant asOf) {
        this.asOf = asOf;
        given = new HashMap<>(Map.of(
                "partitions", String.valueOf(settings.partitions()),
                "zone", "America/Chicago",
                "fiscal.start", "7",
                "emit.breakdown.interval", "2s",
                "management.port", "0",
                "kafka.acceptable.recovery.lag", "1000000000", // a guest gets its share of the tasks at once
                "kafka.session.timeout.ms", String.valueOf(SESSION_TIMEOUT_MS),
                "kafka.heartbeat.interval.ms", "1500"));
        given.putAll(settings.set());
        broker = new BrokerProcess(settings.data().resolve("broker"));
        for (int i = 1; i <= settings.instances(); i++) {
            residents.add(new Instance("instance-" + i, settings.data().resolve("instance-" + i)));
        }
        guest = new Instance("guest", settings.data().resolve("guest"));
    }

    /** The broker runs and has the topics. */
    void open() {
        broker.start();
        try (TopicAdmin topics = new TopicAdmin(config())) {
            topics.create();
        }
    }

    /** As the instances have it. */
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

    /** What instances get from their next start on. */
    void setAsOf(Instant later) {
        asOf = later;
    }

    BrokerProcess broker() {
        return broker;
    }

    Instance guest() {
        return guest;
    }

    List<Instance> residents() {
        return residents;
    }

    /** The instances that run, or should. */
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
     * Starts again whatever ended without being asked to.
     *
     * @throws RunException if an instance refused to go on or cannot, or the broker has stopped
     */
    void revive() {
        broker.requireAlive();
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

    /** Instances that stopped by themselves, and what they said. */
    List<String> unasked() {
        return unasked;
    }

    @Override
    public void close() {
        residents.forEach(Instance::close);
        guest.close();
        broker.close();
    }
}
