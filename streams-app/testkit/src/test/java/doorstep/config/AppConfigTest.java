// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.catalogue.Catalogue;
import doorstep.event.Scale;
import doorstep.family.BreakdownRule;
import doorstep.family.BreakdownRule.Kind;
import doorstep.fixtures.TestStores;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import doorstep.wire.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppConfigTest {
    private static final BreakdownRule OPEN = new BreakdownRule(Kind.OPEN, Set.of());
    private static final BreakdownRule NONE = new BreakdownRule(Kind.NONE, Set.of());

    private static final Set<WindowKind> DEFAULT_BREAKDOWN_WINDOWS =
            EnumSet.of(WindowKind.DAY, WindowKind.LAST_30D, WindowKind.MONTH, WindowKind.QUARTER, WindowKind.YEAR);

    private static final String SCORES = """
            question:
              OVERALL: { en: Overall, zh: 总体, scale: STARS_5, satisfiedFrom: 3 }
            """;

    @TempDir
    private Path dir;

    /** One key: how its value is read, the default, and the value after {@code text} is set. */
    private record Key(
            Function<AppConfig, Object> read, Object byDefault, String text, Object then, Map<String, String> beside) {
        Key(Function<AppConfig, Object> read, Object byDefault, String text, Object then) {
            this(read, byDefault, text, then, Map.of());
        }

        /** The key with the settings that it requires. */
        Map<String, String> settings(String key) {
            Map<String, String> settings = new HashMap<>(beside);
            settings.put(key, text);
            return settings;
        }
    }

    private void addRegistryKeys(Map<String, Key> keys) throws IOException {
        String url = "schema.registry.url";
        String trusted = "schema.registry.ssl.truststore.location";
        String shown = "schema.registry.ssl.keystore.location";
        Function<AppConfig, Object> authorization =
                config -> config.schemaRegistry().flatMap(RegistryAccess::authorization);
        Function<AppConfig, Object> secured =
                config -> config.schemaRegistry().flatMap(RegistryAccess::ssl).isPresent();
        keys.put(
                "schema.registry.basic.auth.user.info",
                new Key(
                        authorization,
                        Optional.empty(),
                        "me:secret",
                        Optional.of("Basic bWU6c2VjcmV0"),
                        Map.of(url, "http://r")));
        keys.put(
                "schema.registry.bearer.auth.token",
                new Key(
                        authorization,
                        Optional.empty(),
                        "a.b-c",
                        Optional.of("Bearer a.b-c"),
                        Map.of(url, "http://r")));
        String ca = TestStores.copy("ca.p12", dir);
        keys.put(trusted, new Key(secured, false, TestStores.copy("ca.pem", dir), true, Map.of(url, "https://r")));
        keys.put(
                "schema.registry.ssl.truststore.password",
                new Key(secured, false, "store-secret", true, Map.of(url, "https://r", trusted, ca)));
        keys.put(shown, new Key(secured, false, TestStores.copy("client.pem", dir), true, Map.of(url, "https://r")));
        keys.put(
                "schema.registry.ssl.keystore.password",
                new Key(
                        secured,
                        false,
                        "store-secret",
                        true,
                        Map.of(url, "https://r", shown, TestStores.copy("client.p12", dir))));
        keys.put(
                "schema.registry.ssl.key.password",
                new Key(
                        secured,
                        false,
                        "key-secret",
                        true,
                        Map.of(
                                url,
                                "https://r",
                                shown,
                                TestStores.copy("client.jks", dir),
                                "schema.registry.ssl.keystore.password",
                                "store-secret")));
        keys.put(
                "schema.registry.register",
                new Key(
                        config -> config.schemaRegistry()
                                .map(RegistryAccess::registers)
                                .orElse(true),
                        true,
                        "false",
                        false,
                        Map.of(url, "http://r")));
    }

    private Map<String, Key> keys() throws IOException {
        Path catalogue = Files.writeString(dir.resolve("catalogue.yaml"), SCORES);
        Map<String, Key> keys = new LinkedHashMap<>();
        keys.put("bootstrap.servers", new Key(AppConfig::bootstrapServers, "", "a:1,b:2", "a:1,b:2"));
        keys.put(
                "topics.prefix",
                new Key(config -> config.topics().prefix(), "doorstep.", "staging.doorstep.", "staging.doorstep."));
        keys.put("application.id", new Key(AppConfig::applicationId, "doorstep", "other", "other"));
        keys.put("partitions", new Key(AppConfig::partitions, 12, "4", 4));
        keys.put("replication.factor", new Key(AppConfig::replicationFactor, (short) -1, "3", (short) 3));
        keys.put(
                "schema.registry.url",
                new Key(
                        config -> config.schemaRegistry().map(RegistryAccess::url),
                        Optional.empty(),
                        "http://r:8081/x",
                        Optional.of(URI.create("http://r:8081/x"))));
        addRegistryKeys(keys);
        keys.put("zone", new Key(AppConfig::zone, ZoneId.of("UTC"), "Asia/Shanghai", ZoneId.of("Asia/Shanghai")));
        keys.put("fiscal.start", new Key(AppConfig::fiscalStart, 0, "7", 7));
        keys.put(
                "as-of",
                new Key(
                        AppConfig::fixedAsOf,
                        Optional.empty(),
                        "2011-07-18T23:59:30",
                        Optional.of(Instant.parse("2011-07-18T23:59:00Z"))));
        keys.put("as-of.lag", new Key(AppConfig::asOfLag, Duration.ZERO, "10m", Duration.ofMinutes(10)));
        keys.put(
                "events.earliest",
                new Key(
                        AppConfig::eventsEarliest,
                        Instant.parse("2000-01-01T00:00:00Z"),
                        "1990-05-01",
                        Instant.parse("1990-05-01T00:00:00Z")));
        keys.put("answers.min", new Key(AppConfig::answersMin, 10L, "30", 30L));
        keys.put(
                "catalogue",
                new Key(
                        config -> config.catalogue()
                                .question("OVERALL", Scale.STARS_5)
                                .satisfiedFrom(),
                        4,
                        catalogue.toString(),
                        3));
        keys.put(
                "windows",
                new Key(
                        AppConfig::windows,
                        EnumSet.complementOf(EnumSet.of(WindowKind.FISCAL_QUARTER, WindowKind.FISCAL_YEAR)),
                        "DAY, EVER",
                        EnumSet.of(WindowKind.DAY, WindowKind.EVER)));
        keys.put(
                "breakdown.windows",
                new Key(
                        AppConfig::breakdownWindows,
                        DEFAULT_BREAKDOWN_WINDOWS,
                        "WEEK, DAY",
                        EnumSet.of(WindowKind.DAY, WindowKind.WEEK)));
        keys.put("breakdown.visits.category", visits(Breakdown.CATEGORY, "catalogue", ofCatalogue("category")));
        keys.put("breakdown.visits.mode", visits(Breakdown.MODE, "none", NONE));
        keys.put("breakdown.visits.area", visits(Breakdown.AREA, "x/y, z", list("x/y", "z")));
        keys.put("breakdown.feedback.channel", feedback(Breakdown.CHANNEL, "none", NONE));
        keys.put("breakdown.feedback.area", feedback(Breakdown.AREA, "none", NONE));
        keys.put("breakdown.feedback.topic", feedback(Breakdown.TOPIC, "B,A", list("A", "B")));
        keys.put("breakdown.feedback.source", feedback(Breakdown.SOURCE, "catalogue", ofCatalogue("source")));
        keys.put(
                "assessment.facet",
                new Key(config -> config.assessment().facet(), "OVERALL:GRADE_5", "SAFETY:STARS_5", "SAFETY:STARS_5"));
        keys.put(
                "assessment.target",
                new Key(config -> config.assessment().targets().usual(), 0.95, "97.5", 0.975));
        keys.put(
                "assessment.targets",
                new Key(
                        config -> config.assessment().targets().own(),
                        Map.of(),
                        "a/b=90, c=80",
                        Map.of("a/b", 0.9, "c", 0.8)));
        keys.put("assessment.shrinkage", new Key(config -> config.assessment().shrinkage(), 20.0, "5", 5.0));
        keys.put("breakdown.commitments.category", commitments(Breakdown.CATEGORY, "TALK", list("TALK")));
        keys.put("breakdown.commitments.area", commitments(Breakdown.AREA, "none", NONE));
        keys.put("acknowledge.limit", duration(AppConfig::acknowledgeLimit, 86_400_000, "2h", 7_200_000));
        keys.put("callback.working-days", new Key(AppConfig::callBackWorkingDays, 3, "1", 1));
        keys.put("working-days.weekend", worked("2024-10-04", "friday, SATURDAY", "true to false")); // a Friday
        keys.put("working-days.holidays", worked("2024-10-03", "2024-05-01,2024-10-01..2024-10-07", "true to false"));
        keys.put("working-days.extra", worked("2024-10-12", "2024-09-29, 2024-10-12", "false to true")); // a Saturday
        keys.put("emit.interval", duration(AppConfig::emitInterval, 1_000, "2s", 2_000));
        keys.put("emit.breakdown.interval", duration(AppConfig::emitBreakdownInterval, 10_000, "1m", 60_000));
        keys.put("emit.breakdown.rate", new Key(AppConfig::emitBreakdownRate, 2_800, "9", 9));
        keys.put("pre-aggregation.max.cells", new Key(AppConfig::preAggregationMaxCells, 100_000, "7", 7));
        keys.put("cells.max", new Key(AppConfig::cellsMax, 1_000_000, "8", 8));
        keys.put("threads", new Key(AppConfig::threads, 1, "2", 2));
        keys.put("commit.interval", duration(AppConfig::commitInterval, 1_000, "100ms", 100));
        keys.put("state.dir", new Key(AppConfig::stateDir, Optional.empty(), "/s", Optional.of(Path.of("/s"))));
        keys.put(
                "management.port",
                new Key(config -> config.managementPort(9464), OptionalInt.of(9464), "0", OptionalInt.empty()));
        keys.put("management.host", new Key(AppConfig::managementHost, "127.0.0.1", "0.0.0.0", "0.0.0.0"));
        keys.put("health.window", duration(AppConfig::healthWindow, 30_000, "2m", 120_000));
        return keys;
    }

    /** @param change whether the date is a working day by default, and then with the setting */
    private static Key worked(String date, String text, String change) {
        return new Key(
                config -> config.workingDays().isWorked(LocalDate.parse(date)),
                change.startsWith("true"),
                text,
                change.endsWith("true"));
    }

    private static Key commitments(Breakdown breakdown, String text, BreakdownRule then) {
        return new Key(config -> config.commitmentBreakdowns().get(breakdown), OPEN, text, then);
    }

    private static Key visits(Breakdown breakdown, String text, BreakdownRule then) {
        return new Key(config -> config.visitBreakdowns().get(breakdown), OPEN, text, then);
    }

    private static Key feedback(Breakdown breakdown, String text, BreakdownRule then) {
        return new Key(config -> config.feedbackBreakdowns().get(breakdown), OPEN, text, then);
    }

    private static Key duration(Function<AppConfig, Object> read, long byDefault, String text, long then) {
        return new Key(read, Duration.ofMillis(byDefault), text, Duration.ofMillis(then));
    }

    private static BreakdownRule ofCatalogue(String list) {
        return new BreakdownRule(Kind.LISTED, Catalogue.load(Optional.empty()).codes(list));
    }

    private static BreakdownRule list(String... values) {
        return new BreakdownRule(Kind.LISTED, Set.of(values));
    }

    @Test
    void shouldHaveTheDefaultsThatTheDocumentationGives() throws IOException {
        AppConfig config = AppConfig.of(Map.of());

        keys().forEach((key, it) -> assertThat(it.read().apply(config)).as(key).isEqualTo(it.byDefault()));
    }

    @Test
    void shouldBringEveryKeyToItsField() throws IOException {
        assertThat(keys().keySet()).isEqualTo(AppConfig.keys().definition().names());
        keys().forEach((key, it) -> {
            AppConfig config = AppConfig.of(it.settings(key));
            assertThat(it.read().apply(config)).as(key).isEqualTo(it.then());
        });
    }

    @Test
    void shouldBringEveryKeyToItsFieldFromTheEnvironment() throws IOException {
        keys().forEach((key, it) -> {
            Map<String, String> environment = new HashMap<>();
            it.settings(key).forEach((name, value) -> environment.put(ConfigSources.variable(name), value));
            AppConfig config = AppConfig.read(List.of(), environment, Map.of());
            assertThat(it.read().apply(config)).as(key).isEqualTo(it.then());
        });
    }

    @Test
    void shouldChangeTheMeaningWithEveryKeyOfTheFiguresAndWithNoOther() throws IOException {
        Map<String, String> before = AppConfig.of(Map.of()).fingerprinted();
        Set<String> known = new HashSet<>(AppConfig.keys().fingerprinted());
        known.addAll(Set.of("lists", "paths.refused", "rules")); // without keys: these limits are not configurable
        assertThat(before.keySet()).isEqualTo(known);
        keys().forEach((key, it) -> {
            boolean changed = !AppConfig.of(it.settings(key)).fingerprinted().equals(before);
            assertThat(changed)
                    .as(key)
                    .isEqualTo(AppConfig.keys().fingerprinted().contains(key));
        });
    }

    @Test
    void shouldWriteTheSameMeaningInOneForm() {
        AppConfig one = AppConfig.of(
                Map.of("as-of.lag", "60m", "events.earliest", "2001-01-01", "breakdown.visits.mode", "DOOR, PHONE"));
        AppConfig two = AppConfig.of(Map.of(
                "as-of.lag", "1h", "events.earliest", "2001-01-01T00:00:00Z", "breakdown.visits.mode", "PHONE,DOOR"));

        assertThat(one.fingerprinted()).isEqualTo(two.fingerprinted());
    }

    @Test
    void shouldRankCommandLineOverEnvironmentOverFile() throws IOException {
        Path file = Files.writeString(dir.resolve("p"), "threads=2\npartitions=2\nfiscal.start=2\nkafka.linger.ms=2\n");

        AppConfig config = AppConfig.read(
                List.of(file),
                Map.of("DOORSTEP_THREADS", "3", "DOORSTEP_PARTITIONS", "3", "HOME", "/x", "DOORSTEP_DATA", "/d"),
                Map.of("threads", "4"));

        assertThat(List.of(config.threads(), config.partitions(), config.fiscalStart()))
                .containsExactly(4, 3, 2);
        assertThat(config.kafka()).containsExactly(entry("linger.ms", "2"));
        assertThat(List.of(
                        config.origin("threads").orElseThrow(),
                        config.origin("partitions").orElseThrow()))
                .containsExactly("--set", "DOORSTEP_PARTITIONS");
        assertThat(config.origin("zone")).isEmpty();
    }

    @Test
    void shouldReadALocalAsOfInTheZone() {
        AppConfig config = AppConfig.of(Map.of("as-of", "2011-07-18T23:59", "zone", "Asia/Shanghai"));

        assertThat(config.fixedAsOf()).contains(Instant.parse("2011-07-18T15:59:00Z"));
    }

    @Test
    void shouldDeriveTheApplicationIdFromTheTopicPrefixUnlessSet() {
        AppConfig staging = AppConfig.of(Map.of("topics.prefix", "staging.doorstep."));

        assertThat(staging.applicationId()).isEqualTo("staging.doorstep");
        assertThat(staging.with(Map.of("application.id", "other")).applicationId())
                .isEqualTo("other");
    }

    @Test
    void shouldReadMomentsWithoutSecondsAndWithAnyOffset() {
        assertThat(AppConfig.of(Map.of("as-of", "2018-01-01T00:00Z")).fixedAsOf())
                .contains(Instant.parse("2018-01-01T00:00:00Z"));
        assertThat(AppConfig.of(Map.of("as-of", "2018-01-01T00:00:30+08:00")).fixedAsOf())
                .contains(Instant.parse("2017-12-31T16:00:00Z"));
        assertThat(AppConfig.of(Map.of("events.earliest", "2018-01-01T00:00Z")).eventsEarliest())
                .isEqualTo(Instant.parse("2018-01-01T00:00:00Z"));
    }

    @Test
    void shouldNameTheNearestKey() {
        assertThatThrownBy(() -> AppConfig.of(Map.of("comit.interval", "1s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("unknown key comit.interval (--set); did you mean commit.interval?");
        assertThatThrownBy(() -> AppConfig.read(List.of(), Map.of("DOORSTEP_ZOEN", "UTC"), Map.of()))
                .hasMessage("unknown environment variable DOORSTEP_ZOEN; did you mean DOORSTEP_ZONE?");
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> AppConfig.of(Map.of("zone", "Asia/Shangai", "emit.interval", "5", "partitions", "0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("zone (--set): Invalid value Asia/Shangai: no such time zone")
                .hasMessageContaining("did you mean Asia/Shanghai?")
                .hasMessageContaining("emit.interval (--set): Invalid value 5: not a duration")
                .hasMessageContaining("partitions (--set): Invalid value 0: Value must be at least 1");
    }

    @Test
    void shouldRefuseAnEarliestTimeBeforeYearOne() {
        assertThat(AppConfig.of(Map.of("events.earliest", "0001-01-01")).eventsEarliest())
                .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThatThrownBy(() -> AppConfig.of(Map.of("events.earliest", "-5000-01-01")))
                .hasMessageContaining("events.earliest")
                .hasMessageContaining("before 0001-01-01");
    }

    @Test
    void shouldRefuseValuesThatNoFigureCanHave() {
        Map<String, String> wrong = Map.ofEntries(
                entry("fiscal.start", "13"),
                entry("as-of", "yesterday"),
                entry("as-of.lag", "-1s"),
                entry("events.earliest", "2000"),
                entry("answers.min", "0"),
                entry("windows", "DAY,YESTERDAY"),
                entry("breakdown.windows", "DAY,YESTERDAY"),
                entry("breakdown.visits.category", "case_party"),
                entry("breakdown.visits.area", "catalogue"),
                entry("breakdown.feedback.area", "a//b"),
                entry("breakdown.feedback.topic", ""),
                entry("catalogue", dir.resolve("none").toString()),
                entry("commit.interval", "10s"),
                entry("bootstrap.servers", "broker"),
                entry("schema.registry.url", "registry:8081"),
                entry("application.id", "a b"),
                entry("topics.prefix", "staging"),
                entry("replication.factor", "0"));

        wrong.forEach((key, value) -> assertThatThrownBy(() -> AppConfig.of(Map.of(key, value)))
                .as(key)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key + " (--set): "));
    }

    // ---- Windows

    private static AppConfig windows(String windows, String ofBreakdowns) {
        return AppConfig.of(Map.of("windows", windows, "breakdown.windows", ofBreakdowns));
    }

    @Test
    void shouldHaveFiscalWindowsOnlyWithAFiscalYear() {
        AppConfig fiscal = AppConfig.of(Map.of("fiscal.start", "7", "breakdown.windows", "all"));

        assertThat(fiscal.windows()).containsExactly(WindowKind.values());
        assertThat(fiscal.breakdownWindows()).containsExactly(WindowKind.values());
        assertThat(AppConfig.of(Map.of("windows", "DAY, FISCAL_YEAR")).windows())
                .containsExactly(WindowKind.DAY);
    }

    @Test
    void shouldLeaveOutOfTheDefaultWhatWindowsLacks() {
        assertThat(AppConfig.of(Map.of("windows", "DAY, MONTH, YEAR")).breakdownWindows())
                .containsExactly(WindowKind.DAY, WindowKind.MONTH, WindowKind.YEAR);
        assertThat(AppConfig.of(Map.of("windows", "EVER")).breakdownWindows()).isEmpty();
    }

    @Test
    void shouldTakeAllForEveryWindowThereIs() {
        assertThat(windows("WEEK, EVER", "all").breakdownWindows()).containsExactly(WindowKind.WEEK, WindowKind.EVER);
        assertThat(windows("all", "all").breakdownWindows()).hasSize(11).noneMatch(WindowKind::isFiscal);
    }

    @Test
    void shouldAllowNoWindowWithABreakdown() {
        assertThat(windows("all", "").breakdownWindows()).isEmpty();
        assertThat(windows("all", " ").breakdownWindows()).isEmpty();
    }

    @Test
    void shouldRefuseToHaveNoWindow() {
        for (String none : List.of("", " ")) {
            assertThatThrownBy(() -> AppConfig.of(Map.of("windows", none)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("windows (--set): ")
                    .hasMessageEndingWith(
                            "without any window there would be no rows; set `all`, or windows such as DAY, YEAR");
        }
        assertThatThrownBy(() -> AppConfig.of(Map.of("windows", "FISCAL_YEAR,FISCAL_QUARTER")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("windows (--set): lists only fiscal windows, which need fiscal.start;"
                        + " set that, or add other windows");
    }

    @Test
    void shouldRefuseAGivenBreakdownWindowWithoutRows() {
        assertThatThrownBy(() -> windows("DAY, YEAR", "DAY, WEEK, LAST_30D"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("breakdown.windows (--set): WEEK has no rows at all, because windows does not"
                        + " list it; add it there, or leave it out here")
                .hasMessageContaining("breakdown.windows (--set): LAST_30D has no rows")
                .hasMessageNotContaining("DAY has");
        assertThatThrownBy(() -> AppConfig.of(
                        Map.of("windows", "DAY", "breakdown.windows", "DAY, LAST_30D, MONTH, QUARTER, YEAR")))
                .as("the text of the default, but given")
                .hasMessageContaining("breakdown.windows (--set): YEAR has no rows");
    }

    @Test
    void shouldRefuseAFiscalBreakdownWindowWithoutAYear() {
        assertThatThrownBy(() -> AppConfig.of(Map.of("breakdown.windows", "FISCAL_YEAR")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "breakdown.windows (--set): FISCAL_YEAR needs fiscal.start; set that, or leave it out here");
    }

    @Test
    void shouldNameTheNearestWindow() {
        for (String key : List.of("windows", "breakdown.windows")) {
            assertThatThrownBy(() -> AppConfig.of(Map.of(key, "DAY, LAST_30")))
                    .hasMessageStartingWith(key + " (--set): ")
                    .hasMessageContaining("'LAST_30' is not a window; did you mean LAST_30D? Windows are LAST_HOUR, ");
        }
    }

    @Test
    void shouldGiveTheSameWindowsTheSameMeaning() {
        AppConfig byDefault = AppConfig.of(Map.of("windows", "YEAR, MONTH"));

        assertThat(byDefault.fingerprinted())
                .isEqualTo(windows("MONTH,YEAR", "YEAR,MONTH").fingerprinted());
        assertThat(byDefault.fingerprinted())
                .isEqualTo(windows("MONTH,YEAR", "all").fingerprinted());
        assertThat(byDefault.published().value("breakdown.windows")).contains("[MONTH, YEAR]");
    }

    @Test
    void shouldRefuseEveryGuaranteeButExactlyOnce() {
        AppConfig.of(Map.of("kafka.processing.guarantee", "exactly_once_v2"));

        assertThatThrownBy(() -> AppConfig.of(Map.of("kafka.processing.guarantee", "at_least_once")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must be exactly_once_v2");
    }

    @Test
    void shouldRefuseAKafkaSettingThatHasAKeyOfItsOwn() {
        assertThatThrownBy(() -> AppConfig.of(Map.of("kafka.main.consumer.bootstrap.servers", "a:1")))
                .hasMessage("kafka.main.consumer.bootstrap.servers cannot be set: use bootstrap.servers");
    }

    @Test
    void shouldGiveEachClientItsOwnSettings() {
        AppConfig config = AppConfig.read(
                List.of(),
                Map.of("DOORSTEP_KAFKA_SECURITY_PROTOCOL", "SSL"),
                Map.of(
                        "bootstrap.servers", "a:1",
                        "kafka.producer.linger.ms", "7",
                        "kafka.num.standby.replicas", "1",
                        "kafka.max.poll.records", "9",
                        "kafka.my.plugin", "x"));

        assertThat(config.producerSettings())
                .containsOnlyKeys(
                        "bootstrap.servers",
                        "security.protocol",
                        "linger.ms",
                        "my.plugin",
                        "client.id",
                        "max.in.flight.requests.per.connection");
        assertThat(config.consumerSettings())
                .containsOnlyKeys(
                        "bootstrap.servers", "security.protocol", "max.poll.records", "my.plugin", "client.id");
        assertThat(config.adminSettings())
                .containsOnlyKeys("bootstrap.servers", "security.protocol", "my.plugin", "client.id");
    }

    @Test
    void shouldShowNoSecret() {
        String secret = "hunter2";
        AppConfig config = AppConfig.of(Map.of(
                "kafka.sasl.jaas.config", secret,
                "kafka.consumer.ssl.key.password", secret,
                "kafka.ssl.keystore.key", secret,
                "kafka.my.token", secret,
                "kafka.sasl.oauthbearer.token.endpoint.url", "https://me:" + secret + "@idp/token",
                "kafka.producer.linger.ms", "7",
                "schema.registry.url", "https://me:" + secret + "@r:8081"));
        AppConfig token =
                AppConfig.of(Map.of("schema.registry.url", "https://r", "schema.registry.bearer.auth.token", secret));

        assertThat(config.toString())
                .doesNotContain(secret)
                .contains("kafka.sasl.jaas.config=(hidden)", "kafka.producer.linger.ms=7", "@idp/token", "@r:8081");
        assertThat(token.toString())
                .doesNotContain(secret)
                .contains("schema.registry.bearer.auth.token=(hidden)", "schema.registry.basic.auth.user.info=,");
        assertThat(token.schemaRegistry().toString()).doesNotContain(secret);
        assertThat(config.published().toString()).doesNotContain(secret, "r:8081");
        for (String url :
                List.of("ftp://me:x" + secret + "@r", "http://me:x@" + secret + "@r", "http://me:x/" + secret + "@r")) {
            assertThatThrownBy(() -> AppConfig.of(Map.of("schema.registry.url", url)))
                    .hasMessageNotContaining(secret);
        }
    }
}
