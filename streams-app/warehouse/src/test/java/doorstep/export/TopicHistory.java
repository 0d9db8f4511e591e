// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.feed.FakeCluster;
import doorstep.fixtures.TestEvents;
import doorstep.settings.PublishedSettings;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Topics to which events have happened, and what somebody who has seen each record knows about them. No time passes but
 * by {@link TopicEvent#EXPIRE}, so the same events make the same topics.
 */
final class TopicHistory {
    private static final String VISITS = TopicNames.DEFAULT.of(Topics.VISITS);
    private static final String COUNTS = TopicNames.DEFAULT.of(Topics.VISIT_COUNTS);
    private static final Instant LONG_AGO = Instant.parse("2003-01-01T00:00:00Z");
    private static final String EARLIEST = "events.earliest";

    final ExportWorld world;
    private final List<TopicEvent> events = new ArrayList<>();
    /** Id of the topic of visits → places of its records → whether the visit was long ago. */
    private final Map<UUID, Map<String, Boolean>> visits = new HashMap<>();
    /** Numbers of rebuilds since which visits of long ago are refused. */
    private final Set<Long> strict = new HashSet<>();
    /** Id of the topic of visit counts and ends of its partitions → rows. */
    private final Map<List<Object>, Map<String, Long>> rows = new HashMap<>();

    private UUID visitsId;
    private long rebuild;
    private boolean marked;

    /** Two visits, one of them long ago, and two rows. */
    TopicHistory() {
        world = new ExportWorld();
        visitsId = topicId(VISITS);
        visit("long-ago", true);
        visit("new", false);
        world.row("a", 1);
        world.row("b", 2);
        world.progress();
        note();
    }

    private TopicHistory(TopicHistory other) {
        world = other.world.copy();
        events.addAll(other.events);
        other.visits.forEach((id, places) -> visits.put(id, new TreeMap<>(places)));
        strict.addAll(other.strict);
        rows.putAll(other.rows);
        visitsId = other.visitsId;
        rebuild = other.rebuild;
        marked = other.marked;
    }

    TopicHistory copy() {
        return new TopicHistory(this);
    }

    /** Whether an event would change something now. */
    boolean allows(TopicEvent event) {
        TopicEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        return switch (event) {
            case CLEAN, EXPIRE -> event != last;
            case DELETE_ROW -> world.visits.size() > 1;
            case MARK -> !marked;
            default -> true;
        };
    }

    void happen(TopicEvent event) {
        events.add(event);
        switch (event) {
            case COUNT -> {
                visit("visit-" + events.size(), false);
                world.row("a", 10L + events.size());
            }
            case DELETE_ROW -> world.deleteRow("a");
            case CLEAN -> partitions(COUNTS).forEach(world.cluster::clean);
            case EXPIRE -> world.cluster.pass(Duration.ofDays(8).toMillis());
            case ROWS_ANEW -> {
                world.cluster.create(Topics.VISIT_COUNTS);
                world.visits.clear();
                world.row("b", 10L + events.size());
            }
            case INPUT_ANEW -> {
                world.cluster.create(Topics.VISITS);
                visitsId = topicId(VISITS);
            }
            case MARK -> {
                world.settings(Map.of(PublishedSettings.REBUILD_MARK, "under way"));
                marked = true;
            }
            case REBUILD -> countAgain(strict.contains(rebuild));
            case REBUILD_WITH_OTHER_RULES -> {
                boolean stricter = !strict.contains(rebuild);
                world.settingChanges(EARLIEST, (stricter ? LONG_AGO.plusSeconds(1) : LONG_AGO).toString());
                world.row("b", 10L + events.size());
                countAgain(stricter);
            }
            default -> throw new AssertionError(event);
        }
        world.progress();
        note();
    }

    private void countAgain(boolean isStrict) {
        rebuild++;
        if (isStrict) {
            strict.add(rebuild);
        }
        if (marked) {
            world.noSetting(PublishedSettings.REBUILD_MARK);
            marked = false;
        }
        world.rebuild();
    }

    private void visit(String id, boolean longAgo) {
        Instant at = longAgo ? LONG_AGO : LONG_AGO.plus(Duration.ofDays(1));
        String place = world.event(
                Topics.VISITS,
                id,
                TestEvents.visit(id).setOccurredAt(at).setRecordedAt(at).build());
        visits.computeIfAbsent(visitsId, key -> new TreeMap<>()).put(place, longAgo);
    }

    private void note() {
        rows.put(
                endsOf(
                        topicId(COUNTS),
                        partitions(COUNTS).stream().collect(Collectors.toMap(it -> it, world.cluster::end))),
                new TreeMap<>(world.visits));
    }

    private static List<Object> endsOf(UUID id, Map<TopicPartition, Long> ends) {
        return List.of(id, ends);
    }

    private UUID topicId(String topic) {
        return world.log().topics(List.of(topic), List.of()).get(topic).id();
    }

    private static List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < FakeCluster.PARTITIONS; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        return partitions;
    }

    /** Whether a rebuild is under way. */
    boolean isMarked() {
        return marked;
    }

    /** The rows of visit counts at the ends that an export speaks of. */
    Map<String, Long> rowsAt(Export export) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions(COUNTS).forEach(it -> ends.put(it, export.ranges().get(it).end()));
        Map<String, Long> rows = this.rows.get(endsOf(export.topicIds().get(COUNTS), ends));
        if (rows == null) {
            throw new AssertionError("the topic of visit counts never had the ends " + ends);
        }
        return rows;
    }

    /** The places of visits before the ends that an export speaks of, by the rules of the rebuild that it names. */
    List<String> factsAt(Export export) {
        boolean isStrict = strict.contains(export.rebuild());
        return visits.getOrDefault(export.topicIds().get(VISITS), Map.of()).entrySet().stream()
                .filter(visit -> !(isStrict && visit.getValue()))
                .map(Map.Entry::getKey)
                .filter(place -> isBefore(place, export))
                .sorted()
                .toList();
    }

    private static boolean isBefore(String place, Export export) {
        int at = place.indexOf('@');
        int dash = place.lastIndexOf('-', at);
        TopicPartition partition =
                new TopicPartition(place.substring(0, dash), Integer.parseInt(place.substring(dash + 1, at)));
        return Long.parseLong(place.substring(at + 1))
                < export.ranges().get(partition).end();
    }

    /** Whether an export reaches the present ends of all topics, under the present rules. */
    boolean isUpToDate(Export export) {
        List<TopicPartition> partitions = new ArrayList<>(partitions(COUNTS));
        partitions.addAll(partitions(VISITS));
        return export.rebuild() == rebuild
                && export.topicIds().get(COUNTS).equals(topicId(COUNTS))
                && export.topicIds().get(VISITS).equals(visitsId)
                && partitions.stream().allMatch(it -> export.ranges().get(it).end() == world.cluster.end(it));
    }

    /** The name of the topics after an event. */
    String with(TopicEvent event) {
        List<TopicEvent> with = new ArrayList<>(events);
        with.add(event);
        return with.toString();
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
