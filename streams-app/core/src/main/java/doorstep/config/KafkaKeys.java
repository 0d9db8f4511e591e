// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Classifies the settings of Kafka 4.4, without prefix: some are refused, because figures would not be what they claim
 * to be; some do not affect figures, or were tested; the others are accepted with a warning.
 */
final class KafkaKeys {
    /** Prefixes for settings of one kind of client, or of the topics that Kafka Streams creates. */
    static final List<String> PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    private static final String LOSES = "a record that fails must stop the pipeline, or it is silently lost";
    private static final String OF_STORES = "stores are in memory";
    private static final String OF_BYTES = "Doorstep reads and writes the bytes itself";
    private static final String OF_TOPICS = "it is fixed for each kind of topic";

    /** Refused with any value; the text gives the reason, or what to do instead. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            entry("bootstrap.servers", "use bootstrap.servers"),
            entry("application.id", "use application.id"),
            entry("group.id", "it follows from application.id"),
            entry("num.stream.threads", "use threads"),
            entry("replication.factor", "use replication.factor"),
            entry("state.dir", "use state.dir"),
            entry("commit.interval.ms", "use commit.interval"),
            entry("cache.max.bytes.buffering", OF_STORES),
            entry("statestore.cache.max.bytes", OF_STORES),
            entry("enable.transactional.statestores", OF_STORES),
            entry("auto.offset.reset", "reading starts at the beginning, and a lost position stops the task"),
            entry("enable.auto.commit", "offsets are committed with the transaction"),
            entry("isolation.level", "only committed records are read"),
            entry("enable.idempotence", "exactly-once needs it"),
            entry("transactional.id", "it follows from application.id"),
            entry("transaction.two.phase.commit.enable", "only Kafka Streams ends transactions"),
            entry("partitioner.class", "the partition of a key is fixed"),
            entry("partitioner.ignore.keys", "the partition of a key is fixed"),
            entry("partition.assignment.strategy", "Kafka Streams assigns the tasks"),
            entry("group.remote.assignor", "Kafka Streams assigns the tasks"),
            entry("message.timestamp.type", "it is LogAppendTime"),
            entry("default.timestamp.extractor", "the time of a record is its append time"),
            entry("default.client.supplier", "Doorstep creates the clients"),
            entry("processor.wrapper.class", "it changes what processors do"),
            entry("ensure.explicit.internal.resource.naming", "it is always on"),
            entry("processing.exception.handler", LOSES),
            entry("processing.exception.handler.global.enabled", LOSES),
            entry("production.exception.handler", LOSES),
            entry("default.production.exception.handler", LOSES),
            entry("deserialization.exception.handler", LOSES),
            entry("default.deserialization.exception.handler", LOSES),
            entry("errors.dead.letter.queue.topic.name", "rejected records go to doorstep.rejected"),
            entry("errors.deadletterqueue.group.enable", "rejected records go to doorstep.rejected"),
            entry("default.key.serde", OF_BYTES),
            entry("default.value.serde", OF_BYTES),
            entry("default.list.key.serde.inner", OF_BYTES),
            entry("default.list.key.serde.type", OF_BYTES),
            entry("default.list.value.serde.inner", OF_BYTES),
            entry("default.list.value.serde.type", OF_BYTES),
            entry("key.deserializer", OF_BYTES),
            entry("value.deserializer", OF_BYTES),
            entry("key.serializer", OF_BYTES),
            entry("value.serializer", OF_BYTES),
            entry("allow.auto.create.topics", "topics are created by `doorstep topics create`"),
            entry("cleanup.policy", OF_TOPICS),
            entry("retention.ms", OF_TOPICS),
            entry("retention.bytes", OF_TOPICS));

    private record Choice(Set<String> allowed, String reason) {}

    /** Refused except for some values. */
    private static final Map<String, Choice> BOUND = Map.of(
            "processing.guarantee",
                    new Choice(Set.of("exactly_once_v2"), "under any other guarantee a crash loses events"),
            "group.protocol",
                    new Choice(Set.of("classic"), "the others have no static members, so each restart moves the tasks"),
            "acks", new Choice(Set.of("all", "-1"), "a record that only one broker has is lost with that broker"),
            "check.crcs", new Choice(Set.of("true"), "damaged records would be counted"),
            "topology.optimization", new Choice(Set.of("none"), "it changes the internal topics"),
            "unclean.leader.election.enable", new Choice(Set.of("false"), "it loses records that were acknowledged"));

    /** Internal settings, which Kafka does not document. */
    private static final Pattern INNER = Pattern.compile("(__|internal\\.).*");

    /** Do not affect figures: client identity, connections, timeouts, metrics. */
    private static final Pattern HARMLESS =
            Pattern.compile("(security|ssl|sasl|metrics?|metadata|reconnect|socket)\\..*"
                    + "|client\\.(id|rack|dns\\.lookup)|(send|receive)\\.buffer\\.bytes|retry\\.backoff(\\.max)?\\.ms"
                    + "|connections\\.max\\.idle\\.ms|bootstrap\\.resolve\\.timeout\\.ms|enable\\.metrics\\.push");

    /** Used in tests, in benchmarks or in the compose files, commonly used to tune clusters, or harmless. */
    private static final Set<String> TESTED = Set.of(
            "application.server",
            "log.summary.interval.ms",
            "acceptable.recovery.lag",
            "num.standby.replicas",
            "max.warmup.replicas",
            "probing.rebalance.interval.ms",
            "rack.aware.assignment.tags",
            "batch.size",
            "linger.ms",
            "buffer.memory",
            "compression.type",
            "compression.gzip.level",
            "compression.lz4.level",
            "compression.zstd.level",
            "max.poll.records",
            "max.poll.interval.ms",
            "buffered.records.per.partition",
            "fetch.max.bytes",
            "fetch.max.wait.ms",
            "fetch.min.bytes",
            "max.partition.fetch.bytes",
            "poll.ms",
            "repartition.purge.interval.ms",
            "state.cleanup.delay.ms",
            "group.instance.id",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "request.timeout.ms",
            "default.api.timeout.ms",
            "delivery.timeout.ms",
            "transaction.timeout.ms",
            "max.block.ms",
            "task.timeout.ms",
            "min.insync.replicas",
            "segment.bytes",
            "segment.ms",
            "min.cleanable.dirty.ratio");

    /** Known, but not tested. A setting of Kafka that is in none of these lists came with a newer version. */
    private static final Set<String> UNTESTED = words("""
            auto.commit.interval.ms bootstrap.controllers buffer.memory.allocation.strategy built.in.metrics.version
            allow.os.group.write.access config.providers default.dsl.store default.interactive.query.isolation.level
            delete.retention.ms dsl.store.format dsl.store.suppliers.class exclude.internal.topics file.delete.delay.ms
            flush.messages flush.ms index.interval.bytes interceptor.classes local.retention.bytes local.retention.ms
            max.compaction.lag.ms max.decompressed.message.bytes max.in.flight.requests.per.connection max.message.bytes
            max.request.size max.task.idle.ms message.downconversion.enable message.timestamp.after.max.ms
            message.timestamp.before.max.ms min.compaction.lag.ms partitioner.adaptive.partitioning.enable
            partitioner.availability.timeout.ms partitioner.rack.aware preallocate
            rack.aware.assignment.non_overlap_cost rack.aware.assignment.strategy rack.aware.assignment.traffic_cost
            remote.copy.lag.bytes remote.copy.lag.ms remote.log.copy.disable remote.log.delete.on.disable
            remote.storage.enable retries rocksdb.config.setter segment.index.bytes segment.jitter.ms
            share.acknowledgement.mode share.acquire.mode state.cleanup.dir.max.age.ms statestore.uncommitted.max.bytes
            task.assignor.class topology.description.push.enabled upgrade.from window.size.ms
            windowed.inner.class.serde windowstore.changelog.additional.retention.ms""");

    private KafkaKeys() {}

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.split("\\s+")));
    }

    /** Why a setting is refused; empty if it is accepted. */
    static Optional<String> refusal(String key, String value) {
        String name = withoutPrefix(key);
        Choice choice = BOUND.get(name);
        if (choice != null) {
            return choice.allowed().contains(value)
                    ? Optional.empty()
                    : Optional.of(
                            "must be " + String.join(" or ", new TreeSet<>(choice.allowed())) + ": " + choice.reason());
        }
        return Optional.ofNullable(REFUSED.get(name))
                .or(() -> Optional.of("it is an internal setting of Kafka")
                        .filter(any -> INNER.matcher(name).matches()))
                .map(reason -> "cannot be set: " + reason);
    }

    /** The warning for an accepted setting; empty if it was tested or does not matter. */
    static Optional<String> warning(String key) {
        String name = withoutPrefix(key);
        if (BOUND.containsKey(name)
                || TESTED.contains(name)
                || HARMLESS.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                UNTESTED.contains(name)
                        ? "is untested: it may change figures or throughput"
                        : "is not a setting of Kafka 4.4; it is passed on, because a plug-in may use it");
    }

    /** Whether a key of Kafka is in one of the lists. */
    static boolean isListed(String name) {
        return isNamed(name)
                || List.of(INNER, HARMLESS).stream()
                        .map(Pattern::asMatchPredicate)
                        .anyMatch(it -> it.test(name));
    }

    /** Whether a key is in one of the lists by its name. All settings are that Kafka Streams has beside those of its clients. */
    static boolean isNamed(String name) {
        return REFUSED.containsKey(name) || BOUND.containsKey(name) || TESTED.contains(name) || UNTESTED.contains(name);
    }

    static String withoutPrefix(String key) {
        return prefixOf(key).map(prefix -> key.substring(prefix.length())).orElse(key);
    }

    static Optional<String> prefixOf(String key) {
        return PREFIXES.stream().filter(key::startsWith).findFirst();
    }

    /** The lines of the documentation about refused settings, with reasons. */
    static List<String> refusals() {
        Map<String, Set<String>> keys = new TreeMap<>();
        REFUSED.forEach((key, reason) ->
                keys.computeIfAbsent(reason, any -> new TreeSet<>()).add("`" + key + "`"));
        BOUND.forEach((key, choice) -> keys.computeIfAbsent(choice.reason(), any -> new TreeSet<>())
                .add("`" + key + "` other than " + String.join(" or ", new TreeSet<>(choice.allowed()))));
        List<String> lines = new ArrayList<>();
        keys.forEach((reason, names) -> lines.add("| " + String.join(", ", names) + " | " + reason + " |"));
        return lines;
    }
}
