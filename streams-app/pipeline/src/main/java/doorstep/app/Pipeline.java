// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.clock.TimeSource;
import doorstep.cluster.SettingsTopic;
import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.engine.DueRules;
import doorstep.engine.EngineListener;
import doorstep.engine.EngineSettings;
import doorstep.engine.EngineSettings.CalendarRules;
import doorstep.engine.EngineSettings.EmitSettings;
import doorstep.engine.EngineSettings.InputSettings;
import doorstep.engine.EngineSettings.Measures;
import doorstep.engine.EngineTopology;
import doorstep.engine.FormatVersions;
import doorstep.family.Breakdowns;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.streams.AppendTime;
import doorstep.streams.PollBatch;
import doorstep.streams.StreamsClients;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.RegistryRefusedException;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaLookups;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running pipeline: one Kafka Streams client. After a transient fault (registry or brokers unreachable) a stream
 * thread is replaced after a pause; any other fault stops the client, and {@link #failure} gives the reason.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration AFTER_CLOCK_STEP = Duration.ofSeconds(90);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final SchemaLookups lookups;
    private final TimeSource time;
    private final BrokerTime brokers;
    private final InstanceClock clock;
    private final RenewableClients clients;
    private final ClockWatch clockWatch;
    private final ClusterLogInspector logs;
    private final Topology topology;
    private final Properties properties;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final RestoreProgress restores = new RestoreProgress(Clock.systemUTC());
    private final AtomicLong threadRestarts = new AtomicLong();
    private final Set<String> toBeConfirmed = ConcurrentHashMap.newKeySet();
    private volatile Optional<Long> steppedAt = Optional.empty();
    private final KafkaStreams streams;

    /**
     * @param config with {@code bootstrap.servers} and {@code state.dir}
     * @throws RefusedException if the configuration is not usable, or a rebuild has begun and is not finished
     */
    public static Pipeline of(AppConfig config, SchemaRegistry registry) {
        return of(config, registry, EngineListener.NONE, TimeSource.SYSTEM);
    }

    /**
     * @param listener observes the tasks
     * @see #of(AppConfig, SchemaRegistry)
     */
    public static Pipeline of(AppConfig config, SchemaRegistry registry, EngineListener listener, TimeSource time) {
        return of(config, registry, listener, time, clients(config));
    }

    /**
     * @param clients of the stream threads
     * @see #of(AppConfig, SchemaRegistry, EngineListener, TimeSource)
     */
    public static Pipeline of(
            AppConfig config,
            SchemaRegistry registry,
            EngineListener listener,
            TimeSource time,
            KafkaClientSupplier clients) {
        PublishedSettings published = published(config, registry);
        StartRules.requireStartable(published, config);
        return new Pipeline(config, registry, listener, time, published, clients);
    }

    private static KafkaClientSupplier clients(AppConfig config) {
        return new StreamsClients(Set.copyOf(config.topics().of(Topics.inputs())));
    }

    /** A pipeline that does the counting of a rebuild. */
    public static Pipeline ofRebuild(AppConfig config, SchemaRegistry registry) {
        return new Pipeline(
                config, registry, EngineListener.NONE, TimeSource.SYSTEM, published(config, registry), clients(config));
    }

    /**
     * Reads only what is committed now, without waiting for open transactions: it may be this instance that has to end
     * one.
     */
    private static PublishedSettings published(AppConfig config, SchemaRegistry registry) {
        try (SettingsTopic topic = new SettingsTopic(config, registry)) {
            return topic.committed();
        }
    }

    private Pipeline(
            AppConfig config,
            SchemaRegistry registry,
            EngineListener listener,
            TimeSource time,
            PublishedSettings published,
            KafkaClientSupplier suppliedClients) {
        config.warnings().forEach(LOG::warn);
        EngineSettings settings = settings(config, time.wall(), published);
        properties = properties(config);
        logs = new ClusterLogInspector(config, registry);
        lookups = new SchemaLookups(registry);
        brokers = new BrokerTime(
                config.producerSettings(),
                config.topics().of(Topics.PROGRESS),
                properties.getProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        clock = new InstanceClock(time, brokers);
        clients = new RenewableClients(suppliedClients, clock, config.topics().of(Topics.PROGRESS));
        clockWatch = new ClockWatch(time, brokers, this::onClockStep);
        this.time = time;
        topology = new EngineTopology(settings, lookups, logs, listener, clock).build(properties);
        streams = client();
    }

    private KafkaStreams client() {
        KafkaStreams client = new KafkaStreams(topology, properties, clients);
        client.setUncaughtExceptionHandler(this::onUncaught);
        client.setGlobalStateRestoreListener(restores);
        client.setStateListener((now, before) -> {
            LOG.info("state {} (was {})", now, before);
            if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
                stopped.countDown();
            }
        });
        return client;
    }

    /**
     * The part of a configuration that the engine needs.
     *
     * @param published the content of {@code doorstep.settings}
     */
    public static EngineSettings settings(AppConfig config, InstantSource clock, PublishedSettings published) {
        config.fixedAsOf().filter(clock.instant()::isBefore).ifPresent(asOf -> {
            throw new RefusedException("as-of is set to " + asOf + ", which is in the future. Set `clock` or an"
                    + " instant in the past.");
        });
        ZoneTransitions transitions = published
                .value(PublishedSettings.ZONE_TRANSITIONS)
                .filter(text -> published.isWhole())
                .map(ZoneTransitions::parse)
                .orElseGet(() -> ZoneTransitions.of(config.zone()));
        AsOf asOf = config.fixedAsOf().map(AsOf::fixed).orElseGet(() -> AsOf.clock(config.asOfLag()));
        return new EngineSettings(
                config.topics(),
                new InputSettings(config.partitions(), config.eventsEarliest().toEpochMilli()),
                asOf,
                new CalendarRules(transitions, config.fiscalStart()),
                measures(config),
                config.preAggregationMaxCells(),
                new EmitSettings(config.emitInterval(), config.emitBreakdownInterval(), config.emitBreakdownRate()),
                published.rebuild(),
                new TreeMap<>(config.fingerprinted()),
                FormatVersions.addedTo(config.published()));
    }

    private static Measures measures(AppConfig config) {
        return new Measures(
                config.catalogue(),
                config.windows(),
                config.breakdownWindows(),
                config.answersMin(),
                new Breakdowns(config.visitBreakdowns(), config.feedbackBreakdowns(), config.commitmentBreakdowns()),
                new DueRules(config.acknowledgeLimit(), config.callBackWorkingDays(), config.workingDays()));
    }

    /**
     * Transient faults, some of which Kafka Streams treats as fatal. Brokers of 4.4.0 answer a commit that crosses
     * their own abort, as after a network partition, with {@link InvalidTxnStateException}:
     * https://issues.apache.org/jira/browse/KAFKA-20785.
     */
    private static final List<Class<? extends Exception>> PASSING = List.of(
            RegistryUnavailableException.class,
            RetriableException.class,
            ApplicationRecoverableException.class,
            TransactionAbortableException.class,
            InvalidTxnStateException.class);

    /**
     * Defaults tuned for throughput; latency depends on the intervals. Settings under {@code kafka.} take precedence.
     */
    private static final Map<String, Object> BULK = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
            StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 100, // in poll batches: four full polls
            ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);

    static Properties properties(AppConfig config) {
        Path stateDir = config.stateDir()
                .orElseThrow(() -> new ConfigurationException("state.dir is not set: name this instance's directory"));
        Properties properties = new Properties();
        properties.putAll(BULK);
        properties.putAll(config.kafka());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replicationFactor());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L); // stores are in memory already
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AppendTime.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        addInterceptor(properties);
        // A static member rejoins at once after a restart; a dynamic one of the classic protocol waits 45 s.
        properties.putIfAbsent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, memberOf(stateDir));
        return properties;
    }

    /** Adds the interceptor after those configured for that consumer, which so see single records. */
    private static void addInterceptor(Properties properties) {
        String ours = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String configured = Stream.of(
                        ours,
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .map(properties::getProperty)
                .filter(classes -> classes != null && !classes.isBlank())
                .findFirst()
                .map(classes -> classes + ",")
                .orElse("");
        properties.put(ours, configured + PollBatch.Interceptor.class.getName());
    }

    /** The name of this instance in its group: generated once and kept with the state; a damaged file is replaced. */
    private static String memberOf(Path stateDir) {
        Path file = stateDir.resolve("member.id");
        try {
            if (Files.exists(file)) {
                String member = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (UUID_FORM.matcher(member).matches()) {
                    return member;
                }
            }
            String member = UUID.randomUUID().toString();
            Files.createDirectories(stateDir);
            Files.writeString(file, member);
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the member name to " + file, e);
        }
    }

    public void start() {
        clockWatch.start();
        streams.start();
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** The active tasks assigned to this process, by their sources; whether or not they are running yet. */
    public List<TaskMetadata> tasks() {
        try {
            return streams.metadataForLocalThreads().stream()
                    .flatMap(thread -> thread.activeTasks().stream())
                    .toList();
        } catch (IllegalStateException e) { // not started yet, or stopped
            return List.of();
        }
    }

    /** Progress of the stores that are being restored. */
    public RestoreProgress restores() {
        return restores;
    }

    /** Number of threads replaced after a transient fault. */
    public long threadRestarts() {
        return threadRestarts.get();
    }

    /** The schema lookups of the tasks. */
    public SchemaLookups lookups() {
        return lookups;
    }

    /** Number of times that the machine's clock was set since the start. */
    public long clockSteps() {
        return clockWatch.steps();
    }

    /** How far the machine's clock is ahead of the brokers'; negative if behind. Empty until a broker has answered. */
    public Optional<Duration> clockAhead() {
        return clock.ahead();
    }

    /** The metrics of Kafka Streams. */
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /** The reason why the pipeline stopped by itself; empty while it runs and after a normal {@link #close}. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Waits until the pipeline has stopped, for whatever reason. */
    public boolean awaitStop(Duration timeout) throws InterruptedException {
        return stopped.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a new thread that resumes from the last commit may succeed. */
    static boolean passes(Throwable thrown) {
        return PASSING.stream().anyMatch(type -> causeOf(thrown, type).isPresent());
    }

    private StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        Optional<RefusedException> refused = causeOf(thrown, RefusedException.class);
        if (passes(thrown)
                || isOfClockStep(thrown)
                || refused.filter(this::isFirst).isPresent()) {
            String why = causeOf(thrown, RegistryUnavailableException.class)
                    .map(Throwable::getMessage)
                    .orElse(thrown.getMessage());
            LOG.warn("restarting the thread in {} s: {}", PAUSE.toSeconds(), why);
            pause();
            expelThisThread();
            threadRestarts.incrementAndGet();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Optional<? extends RuntimeException> forPeople =
                refused.isPresent() ? refused : causeOf(thrown, RegistryRefusedException.class);
        if (forPeople.isPresent()) {
            LOG.error("{}", forPeople.get().getMessage());
            failure.compareAndSet(null, forPeople.get());
        } else {
            LOG.error("the pipeline stops", thrown);
            failure.compareAndSet(null, thrown);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Whether this is seen for the first time, and a new thread must confirm it. */
    private boolean isFirst(RefusedException refused) {
        return refused.isToBeConfirmed() && toBeConfirmed.add(refused.getMessage());
    }

    private void onClockStep() {
        steppedAt = Optional.of(time.nanos());
        logs.renew();
        clients.renew();
    }

    /** Shortly after a clock step threads fail because their clients were closed. */
    private boolean isOfClockStep(Throwable thrown) {
        return steppedAt.isPresent()
                && time.nanos() - steppedAt.get() < AFTER_CLOCK_STEP.toNanos()
                && causeOf(thrown, RefusedException.class).isEmpty();
    }

    /**
     * Removes this thread's member from the group. The new thread is another member, and would otherwise wait until
     * this one's session times out.
     */
    private void expelThisThread() {
        String thread = Thread.currentThread().getName();
        String member = properties.getProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                + thread.substring(thread.lastIndexOf('-')); // as Kafka Streams names the members of a client
        try {
            logs.expel(member);
        } catch (KafkaException e) {
            LOG.info("member {} stays in the group until its session times out: {}", member, e.getMessage());
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T extends Throwable> Optional<T> causeOf(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /**
     * Stops the pipeline. The group keeps this member for its session timeout, so that a restart moves no tasks; but if
     * the pipeline had stopped by itself, the member leaves at once.
     */
    @Override
    public void close() {
        close(failure().isPresent());
    }

    /** Stops the pipeline, and makes this member leave the group at once. */
    public void closeAndLeave() {
        close(true);
    }

    private void close(boolean leave) {
        closing.countDown();
        clockWatch.close();
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        leave ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP));
        if (!closed) {
            LOG.warn(
                    "not closed after {} s; what was not committed is processed again at the next start",
                    CLOSE_TIMEOUT.toSeconds());
        }
        if (leave && closed) {
            forgetMember();
        }
        lookups.close();
        logs.close();
        brokers.close();
    }

    /** Kafka Streams leaves the group only if it was running until now. */
    private void forgetMember() {
        try {
            logs.forget(properties.getProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        } catch (KafkaException e) {
            LOG.info("this member stays in the group until its session times out: {}", e.getMessage());
        }
    }
}
