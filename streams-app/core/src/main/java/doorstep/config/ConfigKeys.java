// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import doorstep.wire.TopicNames;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * Defines each configuration key once: type, default, limits and text. Parsing, the command {@code config} and
 * docs/config.md use this list.
 */
final class ConfigKeys {

    private static final Pattern SERVERS = Pattern.compile("\\s*([^\\s,:]+|\\[[0-9a-fA-F:]+\\]):\\d{1,5}\\s*");

    private final ConfigDef definition = new ConfigDef();
    private final Set<String> fingerprinted = new LinkedHashSet<>();
    private String group;
    private int order;

    ConfigKeys() {
        addCluster();
        addTime();
        addFigures();
        addCommitments();
        addAssessment();
        addSpeedAndSize();
        addHealth();
    }

    private void addCluster() {
        group = "Cluster";
        add(
                "bootstrap.servers",
                "",
                servers(),
                "Brokers to connect to first, `host:port`, separated by commas. Empty: the broker of `--data`.");
        addFingerprinted(
                "topics.prefix",
                TopicNames.DEFAULT.prefix(),
                text(TopicNames::new, "letters, digits, `.`, `-`, and `.` at the end"),
                "Prefix of all topic names, and so of the subjects in a schema registry. Installations with different prefixes can share a cluster.");
        add(
                "application.id",
                "",
                text(ConfigValues::checkApplicationId, "letters, digits, `.`, `-`, or empty"),
                "Name of the consumer group, and prefix of transactional ids and internal topics. Under a new name everything is counted again from the start. Empty: `topics.prefix` without its last dot.");
        addFingerprinted(
                "partitions",
                ConfigDef.Type.INT,
                12,
                between(1, 1_000),
                "Partitions of the input, result and internal topics; cannot be changed later.");
        add(
                "replication.factor",
                ConfigDef.Type.INT,
                -1,
                ConfigDef.LambdaValidator.with(ConfigValues::checkReplication, () -> "-1 or 1…32767"),
                "Copies of every topic; -1: the broker's `default.replication.factor`.");
        addRegistry();
    }

    private void addRegistry() {
        add(
                "schema.registry.url",
                "",
                text(ConfigValues::checkUrl, "an http or https URL"),
                "Server with the Confluent schema registry API. Empty: the registry of `--data`. A name and a password in it (`https://name:password@host`) are the same as `schema.registry.basic.auth.user.info`.");
        addSecret(
                "schema.registry.basic.auth.user.info",
                text(RegistrySettings::checkUserInfo, "`name:password`"),
                "Name and password for the schema registry.");
        addSecret(
                "schema.registry.bearer.auth.token",
                text(RegistrySettings::checkToken, "a token"),
                "Token for the schema registry, instead of a name.");
        String store = "a file; `.pem`, `.jks`, otherwise PKCS #12";
        add(
                "schema.registry.ssl.truststore.location",
                "",
                text(RegistrySettings::checkFile, store),
                "Certificate authorities that are trusted for the schema registry. Empty: those that Java trusts.");
        addSecret("schema.registry.ssl.truststore.password", null, "Password of that file; PEM has none.");
        add(
                "schema.registry.ssl.keystore.location",
                "",
                text(RegistrySettings::checkFile, store),
                "Client key and certificate for the schema registry. Empty: none.");
        addSecret("schema.registry.ssl.keystore.password", null, "Password of that file; PEM has none.");
        addSecret("schema.registry.ssl.key.password", null, "Password of the key in it, if that has its own.");
        add(
                "schema.registry.register",
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether to register schemas that the registry lacks. `false`: schemas are only looked up, and must be registered by other means.");
    }

    private void addTime() {
        group = "Time";
        addFingerprinted(
                "zone",
                ConfigDef.Type.STRING,
                "UTC",
                text(ConfigValues::checkZone, "a zone such as `Europe/Berlin`"),
                "Time zone of local dates, and so of days, weeks, months and the other windows by date.");
        addFingerprinted(
                "fiscal.start",
                ConfigDef.Type.INT,
                0,
                between(0, 12),
                "Month (1 to 12) in which the fiscal year starts; 0: no fiscal windows.");
        add(
                "as-of",
                ConfigValues.CLOCK,
                text(ConfigValues::checkAsOf, "`clock`, an instant or a local date-time"),
                "The minute up to which events count: `clock`, or for a back-fill an instant (`2011-07-18T15:59Z`) or a date-time in `zone` (`2011-07-18T23:59`). Never later than the clock, and it never goes back.");
        addFingerprinted(
                "as-of.lag",
                "0s",
                duration(Duration.ZERO, Duration.ofDays(366)),
                "How far as-of stays behind the clock.");
        addFingerprinted(
                "events.earliest",
                ConfigDef.Type.STRING,
                "2000-01-01",
                text(ConfigValues::parseEarliest, "a date or an instant"),
                "Events with an earlier time are rejected as TOO_OLD. A date means 00:00 UTC.");
    }

    private void addFigures() {
        group = "Figures";
        addFingerprinted(
                "answers.min",
                ConfigDef.Type.LONG,
                10L,
                atLeast(1),
                "Answers that a satisfaction score needs to be marked `enough`.");
        addFingerprinted(
                "catalogue",
                ConfigDef.Type.STRING,
                "",
                null,
                "File with codes, labels, and what questions mean: scales, thresholds, weights, whether bad answers open"
                        + " call-backs (docs/catalogue.md). Empty: the bundled one, in which none do. Its content counts, not"
                        + " its path.");
        addFingerprinted(
                WindowSettings.WINDOWS,
                ConfigValues.ALL_WINDOWS,
                text(ConfigValues::checkWindows, "`all` or windows"),
                "Windows that have rows, separated by commas: `DAY, LAST_30D, YEAR`; at least one. Fiscal windows need `fiscal.start`. Fewer windows mean fewer rows and less state; the cost of an event stays nearly the same.");
        addFingerprinted(
                WindowSettings.BREAKDOWN_WINDOWS,
                "DAY, LAST_30D, MONTH, QUARTER, YEAR",
                text(ConfigValues::parseWindows, "`all`, windows, or empty"),
                "Windows that have rows with a breakdown too, separated by commas; `all`: every one of `windows`; empty: none."
                        + " `windows` must have those that are listed here; the default leaves out those that it lacks. Service"
                        + " levels by category also have `EVER` if `windows` has it. Each window is one more row, and a tally in"
                        + " memory, for each value and unit, and a calendar window for each of its periods: `DAY` has by far the most.");
        breakdown("visits", "category", true);
        breakdown("visits", "mode", true);
        breakdown("visits", "area", false);
        breakdown("feedback", "channel", true);
        breakdown("feedback", "area", false);
        breakdown("feedback", "topic", true);
        breakdown("feedback", "source", true);
        breakdown("commitments", "category", true);
        breakdown("commitments", "area", false);
    }

    private void addCommitments() {
        group = "Commitments";
        addFingerprinted(
                "acknowledge.limit",
                "24h",
                duration(Duration.ofMinutes(1), Duration.ofDays(366)),
                "A commitment that is acknowledged within this time after it was opened is acknowledged on time.");
        addFingerprinted(
                "callback.working-days",
                ConfigDef.Type.INT,
                3,
                between(1, 366),
                "A call-back is due this many working days after the bad rating, at the same local time. Only questions"
                        + " with `callBack: true` in the catalogue open any.");
        addFingerprinted(
                "working-days.weekend",
                "SATURDAY,SUNDAY",
                text(ConfigValues::parseWeekend, "days of the week, or empty"),
                "Days of the week without work, separated by commas.");
        addFingerprinted(
                "working-days.holidays",
                "",
                text(ConfigValues::parseDates, "dates and ranges, or empty"),
                "Further days without work, separated by commas: `2024-05-01` or `2024-10-01..2024-10-07`.");
        addFingerprinted(
                "working-days.extra",
                "",
                text(ConfigValues::parseDates, "dates and ranges, or empty"),
                "Working days although they are on a weekend or in a holiday, separated by commas: in China a long holiday is made up for on weekends.");
    }

    private void addAssessment() {
        group = "Assessment";
        add(
                "assessment.facet",
                "OVERALL:GRADE_5",
                text(ConfigValues::checkFacet, "`question:scale`"),
                "The question and scale whose satisfied share is assessed against a target. Read by `rows --compare` and by `demo`; no row in a topic depends on it.");
        add(
                "assessment.target",
                ConfigDef.Type.DOUBLE,
                95.0,
                between(0, 100),
                "Share of satisfied answers that a unit is to reach, per cent. A target of 100 is never met: the interval begins below 1 however many answers there are.");
        add(
                "assessment.targets",
                "",
                text(ConfigValues::checkTargets, "`unit=per cent, …`"),
                "Targets of individual units and all units below them: `city/north=97.5, city/south=90`. In a unit, `%2C` is a comma and `%25` a per cent sign.");
        add(
                "assessment.shrinkage",
                ConfigDef.Type.DOUBLE,
                20.0,
                atLeast(0),
                "Weight of the share of the unit above in a shrunk score, as a number of answers.");
    }

    private void addSpeedAndSize() {
        group = "Speed and size";
        Duration shortest = Duration.ofMillis(10);
        add(
                "emit.interval",
                "1s",
                duration(shortest, Duration.ofHours(1)),
                "How often changed rows without breakdown are sent.");
        add(
                "emit.breakdown.interval",
                "10s",
                duration(shortest, Duration.ofHours(1)),
                "How often changed rows with a breakdown are sent, at most.");
        add(
                "emit.breakdown.rate",
                ConfigDef.Type.INT,
                2_800,
                atLeast(1),
                "Rows with a breakdown that a partition sends per second, on average: while events come in, a round of"
                        + " many rows is followed by a pause.");
        add(
                "pre-aggregation.max.cells",
                ConfigDef.Type.INT,
                100_000,
                atLeast(1),
                "Cells per task that may wait in memory for the delta batch of the next commit; above that, a delta batch is sent early.");
        add(
                "cells.max",
                ConfigDef.Type.INT,
                1_000_000,
                atLeast(1),
                "Cells per task above which health warns. The figures stay correct.");
        add("threads", ConfigDef.Type.INT, 1, between(1, 1_000), "Stream threads of this process.");
        add(
                "commit.interval",
                "1s",
                duration(shortest, Duration.ofSeconds(5)),
                "Time between commits. Each commit sends changes to the windows, and readers see rows only after a commit. Transactions time out after 10 s.");
        add(
                "state.dir",
                "",
                null,
                "Directory for this instance's member name and for the files of Kafka Streams. Empty: `state` under `--data`. State itself is in memory and in the changelogs; the loss of the directory loses nothing.");
    }

    private void addHealth() {
        group = "Health";
        add(
                "management.port",
                ConfigDef.Type.INT,
                -1,
                between(-1, 65_535),
                "Port of `/health`, `/ready` and `/metrics`. 0: none; -1: 9464 for `run`, none for the other commands.");
        add(
                "management.host",
                "127.0.0.1",
                text(ConfigValues::checkHost, "a name or an address"),
                "Address that the management port listens on. Requests are not authenticated: use `0.0.0.0` only where the network keeps strangers out.");
        add(
                "health.window",
                "30s",
                duration(Duration.ofSeconds(5), Duration.ofHours(1)),
                "How long as-of or reading may stand still, or input lag may grow, before `/health` reports unhealthy.");
    }

    ConfigDef definition() {
        return definition;
    }

    /** Keys that change figures; the others change only speed, size and location. */
    Set<String> fingerprinted() {
        return fingerprinted;
    }

    private void breakdown(String family, String name, boolean ofCodes) {
        Consumer<String> check = ofCodes ? ConfigValues::checkCodes : ConfigValues::checkAreas;
        String values = ofCodes ? "`open`, `catalogue`, `none` or codes" : "`open`, `none` or areas";
        String which = ofCodes
                ? "`open` = every code that occurs, `catalogue` = the codes of the catalogue, `none`, or codes separated by commas"
                : "`open` = every area that occurs and its prefixes, `none`, or areas separated by commas";
        addFingerprinted(
                "breakdown." + family + "." + name,
                ConfigDef.Type.STRING,
                "open",
                text(check, values),
                "Rows of " + family + " by " + name + ": " + which
                        + "; values that are not listed count under `OTHER_VALUES`.");
    }

    private void add(String key, ConfigDef.Type type, Object defaultValue, Validator validator, String doc) {
        definition.define(key, type, defaultValue, validator, Importance.MEDIUM, doc, group, order++, Width.NONE, key);
    }

    private void add(String key, String defaultValue, Validator validator, String doc) {
        add(key, ConfigDef.Type.STRING, defaultValue, validator, doc);
    }

    private void addSecret(String key, Validator validator, String doc) {
        add(key, ConfigDef.Type.PASSWORD, "", validator, doc + " A secret, never printed.");
    }

    private void addFingerprinted(
            String key, ConfigDef.Type type, Object defaultValue, Validator validator, String doc) {
        fingerprinted.add(key);
        add(key, type, defaultValue, validator, doc);
    }

    private void addFingerprinted(String key, String defaultValue, Validator validator, String doc) {
        addFingerprinted(key, ConfigDef.Type.STRING, defaultValue, validator, doc);
    }

    private static Validator text(Consumer<String> check, String shape) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    try {
                        check.accept(value instanceof Password secret ? secret.value() : (String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(key, value, e.getMessage());
                    }
                },
                () -> shape);
    }

    private static Validator duration(Duration least, Duration most) {
        String range = DurationFormat.format(least) + "…" + DurationFormat.format(most);
        return text(
                value -> {
                    Duration duration = DurationFormat.parse(value);
                    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                        throw new IllegalArgumentException("must be within " + range);
                    }
                },
                range);
    }

    private static Validator servers() {
        return text(
                value -> {
                    if (value.isEmpty()) {
                        return;
                    }
                    for (String server : value.split(",", -1)) {
                        if (!SERVERS.matcher(server).matches()) {
                            throw new IllegalArgumentException("not host:port");
                        }
                    }
                },
                "`host:port,…`");
    }
}
