// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import doorstep.assessment.AssessmentRules;
import doorstep.assessment.Targets;
import doorstep.catalogue.Catalogue;
import doorstep.catalogue.CatalogueException;
import doorstep.decode.DecodeLimits;
import doorstep.event.TreePath;
import doorstep.family.BreakdownRule;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import doorstep.tally.WorkingDays;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.RegistryAccess;
import doorstep.wire.TopicNames;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** The validated configuration, read once at start. {@code docs/config.md} lists the keys. */
public final class AppConfig {
    public static final String ASSESSMENT = "assessment.";
    public static final String WINDOWS = WindowSettings.WINDOWS;
    public static final String BREAKDOWN_WINDOWS = WindowSettings.BREAKDOWN_WINDOWS;
    public static final String CATALOGUE_TEXT = "catalogue.text";
    private static final String DOORSTEP_VERSION = "doorstep.version";
    private static final String VERSION = Optional.ofNullable(
                    AppConfig.class.getPackage().getImplementationVersion())
            .orElse("(development)");
    private static final ConfigKeys KEYS = new ConfigKeys();

    private final Map<String, ConfigSources.Given> given;
    private final AbstractConfig values;
    private final KafkaSettings kafka;
    private final RegistrySettings registry;
    private final WindowSettings windows;
    private final ZoneId zone;
    private final Optional<Instant> asOf;
    private Catalogue catalogue; // read on first use: most commands do not need it

    private AppConfig(Map<String, ConfigSources.Given> given, List<String> faultsOfSources) {
        this.given = Collections.unmodifiableMap(new TreeMap<>(given));
        Map<String, String> own = new HashMap<>();
        Map<String, String> passed = new HashMap<>();
        this.given.forEach((key, value) -> {
            if (key.startsWith(ConfigSources.KAFKA)) {
                passed.put(key.substring(ConfigSources.KAFKA.length()), value.value());
            } else {
                own.put(key, value.value());
            }
        });
        kafka = new KafkaSettings(passed);
        List<String> faults = new ArrayList<>(faultsOfSources);
        faults.addAll(kafka.faults());
        for (ConfigValue value : KEYS.definition().validate(own)) {
            if (!value.errorMessages().isEmpty()) {
                faults.add(fault(value.name(), value.errorMessages().get(0)));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        values = new AbstractConfig(KEYS.definition(), own, false);
        registry = new RegistrySettings(values);
        faults.addAll(registry.faults());
        windows = new WindowSettings(values, isGiven(BREAKDOWN_WINDOWS));
        windows.check((key, message) -> faults.add(fault(key, message)));
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        zone = ZoneId.of(values.getString("zone"));
        asOf = ConfigValues.parseAsOf(values.getString("as-of"), zone).map(at -> at.truncatedTo(ChronoUnit.MINUTES));
        if (!values.getString("catalogue").isEmpty()) {
            catalogue(); // an invalid file is an invalid setting
        }
    }

    /** The default configuration with the values of {@code settings}. */
    public static AppConfig of(Map<String, String> settings) {
        return read(List.of(), Map.of(), settings);
    }

    /**
     * Reads all sources. Later sources override earlier ones: files in their order, then environment, then options.
     *
     * @param files properties, UTF-8
     * @param environment of the process; {@code DOORSTEP_} + the key in upper case, {@code .} and {@code -} as {@code
     *     _}
     * @param options from the command line
     * @throws ConfigurationException naming everything that is wrong
     */
    public static AppConfig read(List<Path> files, Map<String, String> environment, Map<String, String> options) {
        ConfigSources sources = new ConfigSources(KEYS.definition().names());
        files.forEach(sources::addFile);
        sources.addEnvironment(environment);
        sources.addOptions(options);
        return new AppConfig(sources.given(), sources.faults());
    }

    /** This configuration with some values replaced. */
    public AppConfig with(Map<String, String> settings) {
        ConfigSources sources = new ConfigSources(KEYS.definition().names());
        sources.given().putAll(given);
        sources.addOptions(settings);
        return new AppConfig(sources.given(), sources.faults());
    }

    /** Whether any source gave this key. */
    public boolean isGiven(String key) {
        return given.containsKey(key);
    }

    // ---- Cluster

    /** Empty: use the broker of the data directory. */
    public String bootstrapServers() {
        return values.getString("bootstrap.servers");
    }

    /** The names of the topics. */
    public TopicNames topics() {
        return new TopicNames(values.getString("topics.prefix"));
    }

    public String applicationId() {
        String id = values.getString("application.id");
        return id.isEmpty() ? topics().applicationId() : id;
    }

    public int partitions() {
        return values.getInt("partitions");
    }

    /** -1: the brokers' default. */
    public short replicationFactor() {
        return values.getInt("replication.factor").shortValue();
    }

    /** Empty: use the registry of the data directory. */
    public Optional<RegistryAccess> schemaRegistry() {
        return registry.access();
    }

    /** Settings for an admin client: bootstrap servers and what is set under {@code kafka.}. */
    public Map<String, Object> adminSettings() {
        return client("admin", kafka.of("admin", KafkaSettings.adminNames()));
    }

    /** Settings for a consumer outside Kafka Streams, without group and deserializers. */
    public Map<String, Object> consumerSettings() {
        return client("consumer", kafka.of("consumer", KafkaSettings.consumerNames()));
    }

    /** Settings for a producer outside Kafka Streams, without serializers. */
    public Map<String, Object> producerSettings() {
        Map<String, Object> settings = kafka.of("producer", KafkaSettings.producerNames());
        // With several requests in flight, a new partition may reject the first batch (no leader yet) and accept the
        // second one; the first then stays out of sequence forever.
        settings.putIfAbsent("max.in.flight.requests.per.connection", "1");
        return client("producer", settings);
    }

    /**
     * Warnings about settings that are accepted but may do harm, including untested and unknown ones under {@code
     * kafka.}.
     */
    public List<String> warnings() {
        return Stream.concat(kafka.warnings().stream(), registry.warnings().stream())
                .toList();
    }

    /** The settings under {@code kafka.}, without that prefix, for Kafka Streams. May contain secrets. */
    public Map<String, String> kafka() {
        return kafka.all();
    }

    private Map<String, Object> client(String kind, Map<String, Object> settings) {
        settings.put("bootstrap.servers", bootstrapServers());
        settings.putIfAbsent("client.id", applicationId() + "-" + kind);
        return settings;
    }

    // ---- Time

    public ZoneId zone() {
        return zone;
    }

    /** Month in which the fiscal year starts, 1 to 12; 0: no fiscal windows. */
    public int fiscalStart() {
        return values.getInt("fiscal.start");
    }

    /** The fixed as-of, a whole minute; empty: as-of is the clock minus {@link #asOfLag()}. */
    public Optional<Instant> fixedAsOf() {
        return asOf;
    }

    public Duration asOfLag() {
        return duration("as-of.lag");
    }

    /** The earliest time that an event may have, inclusive. */
    public Instant eventsEarliest() {
        return ConfigValues.parseEarliest(values.getString("events.earliest"));
    }

    // ---- Figures

    public long answersMin() {
        return values.getLong("answers.min");
    }

    /** Codes, labels, thresholds and weights; the same object each time. */
    public synchronized Catalogue catalogue() {
        if (catalogue == null) {
            String file = values.getString("catalogue");
            try {
                catalogue = Catalogue.load(file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)));
            } catch (CatalogueException e) {
                throw new ConfigurationException(List.of(fault("catalogue", e.getMessage())));
            }
        }
        return catalogue;
    }

    /** Windows that have rows: at least one, and fiscal ones only with a {@link #fiscalStart()}. */
    public Set<WindowKind> windows() {
        return windows.windows();
    }

    /**
     * Those of {@link #windows()} that have rows with a breakdown too; may be empty. A family may keep others for a
     * breakdown.
     */
    public Set<WindowKind> breakdownWindows() {
        return windows.ofBreakdowns();
    }

    /** Rules for category, mode and area. */
    public Map<Breakdown, BreakdownRule> visitBreakdowns() {
        return breakdowns("visits", Breakdown.CATEGORY, Breakdown.MODE, Breakdown.AREA);
    }

    /** Rules for channel, area, topic and source, for both feedback counts and satisfaction scores. */
    public Map<Breakdown, BreakdownRule> feedbackBreakdowns() {
        return breakdowns("feedback", Breakdown.CHANNEL, Breakdown.AREA, Breakdown.TOPIC, Breakdown.SOURCE);
    }

    /** Rules for category and area. */
    public Map<Breakdown, BreakdownRule> commitmentBreakdowns() {
        return breakdowns("commitments", Breakdown.CATEGORY, Breakdown.AREA);
    }

    private Map<Breakdown, BreakdownRule> breakdowns(String family, Breakdown... breakdowns) {
        Map<Breakdown, BreakdownRule> rules = new LinkedHashMap<>();
        for (Breakdown breakdown : breakdowns) {
            String text = values.getString(key(family, breakdown));
            rules.put(breakdown, BreakdownRule.parse(breakdown, text, catalogue()));
        }
        return Collections.unmodifiableMap(rules);
    }

    // ---- Commitments

    public Duration acknowledgeLimit() {
        return duration("acknowledge.limit");
    }

    /** Working days from a bad rating to the time by which somebody has to call back. */
    public int callBackWorkingDays() {
        return values.getInt("callback.working-days");
    }

    public WorkingDays workingDays() {
        return new WorkingDays(weekend(), dates("working-days.holidays"), dates("working-days.extra"));
    }

    private Set<DayOfWeek> weekend() {
        return ConfigValues.parseWeekend(values.getString("working-days.weekend"));
    }

    private Set<LocalDate> dates(String key) {
        return ConfigValues.parseDates(values.getString(key));
    }

    private static String key(String family, Breakdown breakdown) {
        return "breakdown." + family + "." + breakdown.label();
    }

    /**
     * Every setting that gives the figures their meaning, in canonical form ({@code 60m} and {@code 1h} are the same),
     * and of the catalogue what it says about questions. When one changes, figures must be rebuilt.
     */
    public Map<String, String> fingerprinted() {
        Map<String, String> fingerprinted = new TreeMap<>();
        KEYS.fingerprinted()
                .forEach(key ->
                        fingerprinted.put(key, String.valueOf(values.values().get(key))));
        fingerprinted.put("as-of.lag", DurationFormat.format(asOfLag()));
        fingerprinted.put("events.earliest", eventsEarliest().toString());
        fingerprinted.put("lists", DecodeLimits.ofLists());
        fingerprinted.put("rules", DecodeLimits.RULES);
        fingerprinted.put("paths.refused", TreePath.refusedCodePoints());
        fingerprinted.put(WINDOWS, windows().toString());
        fingerprinted.put(BREAKDOWN_WINDOWS, breakdownWindows().toString());
        fingerprinted.put("acknowledge.limit", DurationFormat.format(acknowledgeLimit()));
        fingerprinted.put("working-days.weekend", weekend().toString());
        for (String days : List.of("working-days.holidays", "working-days.extra")) {
            fingerprinted.put(days, dates(days).toString());
        }
        fingerprinted.put("catalogue", catalogue().fingerprint());
        visitBreakdowns().forEach((breakdown, rule) -> fingerprinted.put(key("visits", breakdown), rule.text()));
        feedbackBreakdowns().forEach((breakdown, rule) -> fingerprinted.put(key("feedback", breakdown), rule.text()));
        commitmentBreakdowns()
                .forEach((breakdown, rule) -> fingerprinted.put(key("commitments", breakdown), rule.text()));
        return Collections.unmodifiableMap(fingerprinted);
    }

    /**
     * The settings published with the figures: those that give them their meaning, what else readers need, and the
     * version in force; the pipeline adds the formats of its state. All values in canonical form, without secrets and
     * {@code kafka.} settings.
     */
    public PublishedSettings published() {
        Map<String, String> published = new TreeMap<>(fingerprinted());
        published.put(
                PublishedSettings.ZONE_TRANSITIONS, ZoneTransitions.of(zone).text());
        values.values().forEach((key, value) -> {
            if (key.startsWith(ASSESSMENT)) {
                published.put(key, String.valueOf(value));
            }
        });
        published.put(CATALOGUE_TEXT, catalogue().text());
        published.put(DOORSTEP_VERSION, VERSION);
        return PublishedSettings.of(published);
    }

    /** Whether a published setting gives figures their meaning, {@link PublishedSettings#ZONE_TRANSITIONS} aside. */
    public static boolean isFingerprinted(String name) {
        return !name.startsWith(ASSESSMENT)
                && !name.startsWith(PublishedSettings.FORMAT)
                && !Set.of(CATALOGUE_TEXT, DOORSTEP_VERSION, PublishedSettings.ZONE_TRANSITIONS)
                        .contains(name);
    }

    // ---- Assessment

    /** How readers assess satisfaction scores; affects no row in a topic. */
    public AssessmentRules assessment() {
        double usual = values.getDouble("assessment.target") / 100;
        return new AssessmentRules(
                values.getString("assessment.facet"),
                Targets.parse(usual, values.getString("assessment.targets")),
                values.getDouble("assessment.shrinkage"));
    }

    // ---- Speed and size

    public Duration emitInterval() {
        return duration("emit.interval");
    }

    public Duration emitBreakdownInterval() {
        return duration("emit.breakdown.interval");
    }

    public int emitBreakdownRate() {
        return values.getInt("emit.breakdown.rate");
    }

    public int preAggregationMaxCells() {
        return values.getInt("pre-aggregation.max.cells");
    }

    public int cellsMax() {
        return values.getInt("cells.max");
    }

    public int threads() {
        return values.getInt("threads");
    }

    public Duration commitInterval() {
        return duration("commit.interval");
    }

    /** Empty: use the data directory. */
    public Optional<Path> stateDir() {
        String dir = values.getString("state.dir");
        return dir.isEmpty() ? Optional.empty() : Optional.of(Path.of(dir));
    }

    // ---- Health

    /**
     * Port that serves health and metrics; empty: none.
     *
     * @param byDefault the port if none is set; 0 = none
     */
    public OptionalInt managementPort(int byDefault) {
        int port = values.getInt("management.port");
        int chosen = port == -1 ? byDefault : port;
        return chosen == 0 ? OptionalInt.empty() : OptionalInt.of(chosen);
    }

    public String managementHost() {
        return values.getString("management.host");
    }

    public Duration healthWindow() {
        return duration("health.window");
    }

    // ---- Display

    /** Every key with its value, secrets hidden, then the settings under {@code kafka.}. */
    public Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        KEYS.definition().configKeys().values().stream()
                .sorted(java.util.Comparator.comparingInt(key -> key.orderInGroup))
                .forEach(key -> shown.put(key.name, shown(values.values().get(key.name))));
        new TreeMap<>(kafka.all())
                .forEach((key, value) -> shown.put(ConfigSources.KAFKA + key, KafkaSettings.shown(key, value)));
        return shown;
    }

    private static String shown(Object value) {
        return value instanceof Password secret
                ? secret.value().isEmpty() ? "" : KafkaSettings.HIDDEN
                : KafkaSettings.withoutUserInfo(String.valueOf(value));
    }

    /** Where the value of a key was set: a file, a variable, {@code --set}; empty for a default. */
    public Optional<String> origin(String key) {
        return Optional.ofNullable(given.get(key)).map(ConfigSources.Given::origin);
    }

    @Override
    public String toString() {
        return shown().toString();
    }

    private Duration duration(String key) {
        return DurationFormat.parse(values.getString(key));
    }

    private String fault(String key, String message) {
        String origin = origin(key).orElse("default");
        return key + " (" + origin + "): "
                + KafkaSettings.withoutUserInfo(message.replace(" for configuration " + key + ":", ":"));
    }

    static ConfigKeys keys() {
        return KEYS;
    }
}
