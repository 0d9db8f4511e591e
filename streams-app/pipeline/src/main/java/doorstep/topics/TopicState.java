// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The state of a topic on the cluster.
 *
 * @param partitions 0 = it does not exist
 * @param records difference between the end and start offsets, over all partitions; with compaction and transactions
 *     there are fewer records
 * @param settings those in force, including the brokers' defaults
 */
public record TopicState(String name, int partitions, int replicas, long records, Map<String, String> settings) {
    private static final String CONSEQUENCE =
            "A few KB of compressed zeros can unpack to more than the heap of each instance in turn";
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String IN_SYNC = "min.insync.replicas";

    static TopicState missing(String name) {
        return new TopicState(name, 0, 0, 0, Map.of());
    }

    public boolean exists() {
        return partitions > 0;
    }

    /**
     * Limits that are missing, or higher than they should be: one line each, in a fixed order.
     *
     * @param wanted the highest values allowed
     */
    List<String> warnings(Map<String, String> wanted) {
        List<String> warnings = new ArrayList<>();
        if (exists()) {
            new TreeMap<>(wanted).forEach((setting, highest) -> {
                String found = settings.get(setting);
                if (found == null) {
                    warnings.add(name + ": these brokers do not know " + setting + " (Kafka 4.4 does). " + CONSEQUENCE
                            + "; lower kafka.max.poll.records (docs/sizing.md) until they are upgraded");
                } else if (Long.parseLong(found) > Long.parseLong(highest)) {
                    warnings.add(name + ": " + setting + " is " + found + ". " + CONSEQUENCE
                            + ": kafka-configs.sh --alter --entity-type topics --entity-name " + name
                            + " --add-config " + setting + "=" + highest);
                }
            });
        }
        return warnings;
    }

    /** Settings that may lose acknowledged records of these topics: one line each, with a remedy. */
    static List<String> ofLosses(Collection<TopicState> topics) {
        List<String> warnings = new ArrayList<>();
        warn(
                topics,
                topic -> topic.settings.getOrDefault(UNCLEAN, "false").equals("true"),
                UNCLEAN + " is true: a replica that lacks acknowledged records may become leader, and they are lost",
                UNCLEAN + "=false",
                warnings);
        warn(
                topics,
                topic -> topic.replicas >= 3 && Integer.parseInt(topic.settings.getOrDefault(IN_SYNC, "1")) < 2,
                IN_SYNC + " is below 2 although there are 3 copies or more: a record may be acknowledged by a single"
                        + " broker, and is lost with it",
                IN_SYNC + "=2",
                warnings);
        return warnings;
    }

    private static void warn(
            Collection<TopicState> topics,
            Predicate<TopicState> ofThose,
            String what,
            String wanted,
            List<String> warnings) {
        String names = topics.stream().filter(ofThose).map(TopicState::name).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            warnings.add(what + " (kafka-configs.sh --alter --entity-type topics --entity-name TOPIC --add-config "
                    + wanted + "): " + names);
        }
    }

    /** Differences from the wanted partitions and settings, in a fixed order. */
    List<TopicFault> faults(int wantedPartitions, Map<String, String> wanted) {
        if (!exists()) {
            return List.of(TopicFault.missing(name));
        }
        List<TopicFault> faults = new ArrayList<>();
        if (partitions != wantedPartitions) {
            faults.add(new TopicFault(
                    name, TopicFault.PARTITIONS, String.valueOf(partitions), String.valueOf(wantedPartitions)));
        }
        new TreeMap<>(wanted).forEach((setting, value) -> {
            String found = settings.getOrDefault(setting, "unknown");
            if (!found.equals(value)) {
                faults.add(new TopicFault(name, setting, found, value));
            }
        });
        return faults;
    }

    /** Settings that are below the wanted minimums, in a fixed order. Those of a missing topic are not its fault. */
    List<TopicFault> below(Map<String, Long> minimums) {
        List<TopicFault> faults = new ArrayList<>();
        if (exists()) {
            new TreeMap<>(minimums).forEach((setting, lowest) -> {
                String found = settings.getOrDefault(setting, "0");
                if (Long.parseLong(found) < lowest) {
                    faults.add(new TopicFault(name, setting, found, String.valueOf(lowest), true));
                }
            });
        }
        return faults;
    }
}
