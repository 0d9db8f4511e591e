// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.clock.BoundedClock;
import doorstep.management.Health.Code;
import doorstep.management.Health.Finding;
import doorstep.management.HealthSnapshot.LogPosition;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Decides from a series of snapshots whether the pipeline is healthy, that is, whether it gets its work done: as-of
 * follows the clock, every task has its rounds (punctuations), and waiting records are read, and read fast enough. A
 * live thread alone proves nothing.
 *
 * <p>A problem counts only after it has lasted for a window, so that a restart, a rebalance or a burst is not a fault.
 * Not thread-safe.
 */
final class HealthRules {
    private static final Set<KafkaStreams.State> STARTING =
            Set.of(KafkaStreams.State.CREATED, KafkaStreams.State.REBALANCING);
    private static final int NAMED = 5;
    /** How many windows a partition may wait while others are read. */
    private static final int TURNS = 10;
    /**
     * How long a batch may remain untaken with nothing left to read: the rows of two tasks may stem from different
     * commits.
     */
    private static final Duration UNTAKEN = Duration.ofMinutes(1);

    /**
     * Settings of the rules.
     *
     * @param inputs names of the input topics
     * @param window how long a problem may last before it counts
     * @param round time between two rounds of a task ({@code emit.interval})
     * @param cellsMax more cells than this in one windows partition cause a warning
     * @param zone as configured
     */
    record Settings(Set<String> inputs, Duration window, Duration round, AsOf asOf, long cellsMax, ZoneId zone) {}

    /** A value and the time since which it has not changed. */
    private record Since<T>(T value, Instant at) {
        static <T> Since<T> of(Since<T> before, T value, Instant now) {
            return before != null && before.value.equals(value) ? before : new Since<>(value, now);
        }
    }

    private record AsOfMark(Instant asOf, boolean behind) {}

    /**
     * @param movedAt when its position was last seen to move, or tasks were last seen restoring
     * @param idleSince the same, or when there was last nothing to read
     * @param oursAt when a task of this process last had it assigned
     */
    private record Reading(LogPosition source, Instant movedAt, Instant idleSince, Instant oursAt) {}

    private record Backlog(Instant at, Set<TopicPartition> inputs, long lag, long read) {}

    private final Settings settings;
    private final ZoneTransitions rulesHere;
    private final Map<TaskKey, Since<AsOfMark>> asOfs = new TreeMap<>();
    private final Map<TopicPartition, Reading> readings =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    private final Deque<Backlog> backlogs = new ArrayDeque<>();
    private Map<BatchGap, Instant> gaps = new HashMap<>(); // each with the time since which it has been seen
    private Instant awakeSince = Instant.MIN;
    private Instant lastCheckup = Instant.MIN;
    private Since<Boolean> starting;
    private Since<Long> restored;
    private Since<Boolean> brokersAway;
    private Since<Boolean> clockOff;

    HealthRules(Settings settings) {
        this.settings = settings;
        rulesHere = ZoneTransitions.of(settings.zone());
    }

    /** Partitions that a task of this process may be failing to read, even if it is restarting at this moment. */
    Set<TopicPartition> watched() {
        return Set.copyOf(readings.keySet());
    }

    /** @param now later than the snapshot before */
    Health check(HealthSnapshot now) {
        if (lastCheckup.isBefore(now.at().minus(settings.window()))) {
            awakeSince = now.at(); // the first check, or the process was suspended and everything looks old
        }
        lastCheckup = now.at();
        List<Finding> faults = new ArrayList<>();
        checkState(now).ifPresent(faults::add);
        now.faults().registry().ifPresent(message -> faults.add(new Finding(Code.REGISTRY_UNREACHABLE, message)));
        checkBrokers(now).ifPresent(faults::add);
        checkStart(now).ifPresent(faults::add);
        checkRounds(now).ifPresent(faults::add);
        checkClock(now).ifPresent(faults::add);
        checkAsOf(now).ifPresent(faults::add);
        checkBatches(now).ifPresent(faults::add);
        Optional<Finding> notReading = checkReading(now);
        Optional<Finding> fallingBehind = checkBacklog(now);
        notReading.or(() -> fallingBehind).ifPresent(faults::add);
        return new Health(faults, warnings(now));
    }

    private static Optional<Finding> checkState(HealthSnapshot now) {
        Optional<String> failure = now.faults().pipeline();
        if (failure.isPresent()) {
            return Optional.of(new Finding(Code.FAILED, failure.get()));
        }
        return now.state() == KafkaStreams.State.RUNNING || STARTING.contains(now.state())
                ? Optional.empty()
                : Optional.of(new Finding(Code.STOPPED, "the pipeline has stopped or is stopping: " + now.state()));
    }

    private Optional<Finding> checkBrokers(HealthSnapshot now) {
        brokersAway = Since.of(brokersAway, now.faults().brokers().isPresent(), now.at());
        return now.faults()
                .brokers()
                .filter(message -> isOverdue(brokersAway.at(), now))
                .map(message -> new Finding(
                        Code.BROKERS_UNREACHABLE, "for " + seconds(brokersAway.at(), now) + " s: " + message));
    }

    /** A start may take hours if there is much to restore, but it must make progress. */
    private Optional<Finding> checkStart(HealthSnapshot now) {
        starting = Since.of(starting, STARTING.contains(now.state()), now.at());
        restored = Since.of(restored, now.restored(), now.at());
        return starting.value() && isOverdue(starting.at(), now) && isOverdue(restored.at(), now)
                ? Optional.of(new Finding(
                        Code.NOT_STARTING,
                        "not running for " + seconds(starting.at(), now) + " s (" + now.state()
                                + "), and no state was restored for " + seconds(restored.at(), now) + " s"))
                : Optional.empty();
    }

    private Optional<Finding> checkRounds(HealthSnapshot now) {
        List<TaskStatus> stalled = now.tasks().stream()
                .filter(task -> isOverdue(task.ranAt().plus(settings.round()), now))
                .toList();
        if (stalled.isEmpty()) {
            return Optional.empty();
        }
        Instant since =
                stalled.stream().map(TaskStatus::ranAt).min(Instant::compareTo).orElseThrow();
        return Optional.of(new Finding(
                Code.STALLED,
                stalled.size() + " of " + now.tasks().size() + " tasks had no round for up to " + seconds(since, now)
                        + " s (" + names(stalled.stream().map(TaskStatus::key).toList())
                        + "): their thread is blocked, or busy with a single step"));
    }

    /** Reports the difference only: nothing here can tell which of the two clocks is wrong. */
    private Optional<Finding> checkClock(HealthSnapshot now) {
        Optional<Duration> off = now.clock().ahead().filter(ahead -> ahead.abs().compareTo(BoundedClock.MAX_AHEAD) > 0);
        clockOff = Since.of(clockOff, off.isPresent(), now.at());
        return off.filter(ahead -> isOverdue(clockOff.at(), now))
                .map(ahead -> new Finding(
                        Code.CLOCK_OFF,
                        "the clock of this machine is " + number(ahead.abs().toSeconds()) + " s "
                                + (ahead.isNegative()
                                        ? "behind the brokers'; as-of follows it and waits until it has caught up"
                                        : "ahead of the brokers'; as-of follows theirs, at most "
                                                + BoundedClock.MAX_AHEAD.toMinutes() + " minutes ahead")
                                + ". Set the clock that is wrong."));
    }

    private Optional<Finding> checkAsOf(HealthSnapshot now) {
        List<TaskStatus> windows =
                now.tasks().stream().filter(task -> task.key().isWindows()).toList();
        Instant wanted =
                Instant.ofEpochSecond(60 * settings.asOf().at(boundedClock(now).toEpochMilli()));
        asOfs.keySet().retainAll(windows.stream().map(TaskStatus::key).collect(Collectors.toSet()));
        List<TaskStatus> late = new ArrayList<>();
        for (TaskStatus task : windows) {
            Instant asOf = task.latest().getAsOf();
            AsOfMark mark = new AsOfMark(asOf, asOf.isBefore(wanted));
            Since<AsOfMark> since = Since.of(asOfs.get(task.key()), mark, now.at());
            asOfs.put(task.key(), since);
            if (mustMove(mark) && isOverdue(since.at().plus(settings.round()).plus(untilDue(mark)), now)) {
                late.add(task);
            }
        }
        return late.stream()
                .map(task -> task.latest().getAsOf())
                .min(Instant::compareTo)
                .map(earliest -> new Finding(
                        Code.AS_OF_STALLED,
                        "as-of is stuck at " + earliest
                                + (earliest.isBefore(wanted)
                                        ? " and should be " + wanted
                                        : "; by the clock of this machine it should be no later than " + wanted)
                                + " ("
                                + names(late.stream().map(TaskStatus::key).toList()) + ")"));
    }

    /** The current time of the clock that as-of follows. */
    private static Instant boundedClock(HealthSnapshot now) {
        return now.clock()
                .ahead()
                .map(ahead -> ahead.minus(BoundedClock.MAX_AHEAD))
                .filter(excess -> !excess.isNegative())
                .map(excess -> now.clock().time().minus(excess))
                .orElse(now.clock().time());
    }

    private boolean mustMove(AsOfMark mark) {
        return mark.behind() || settings.asOf().fixedMinute().isEmpty();
    }

    /**
     * Additional time in which as-of need not move: none if it is behind the clock. Otherwise a minute, for example
     * after the clock was set back: nothing is due at once, but as-of must still move every minute.
     */
    private static Duration untilDue(AsOfMark mark) {
        return mark.behind() ? Duration.ZERO : Duration.ofMinutes(1);
    }

    private Optional<Finding> checkBatches(HealthSnapshot now) {
        Map<BatchGap, Instant> before = gaps;
        gaps = now.gaps().stream()
                .filter(gap -> isRead(gap.through(), now))
                .collect(Collectors.toMap(gap -> gap, gap -> before.getOrDefault(gap, now.at())));
        List<BatchGap> missing = gaps.entrySet().stream()
                .filter(gap -> isOver(gap.getValue(), UNTAKEN, now))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(BatchGap::receiver).thenComparing(BatchGap::sender))
                .toList();
        return missing.stream()
                .findFirst()
                .map(gap -> new Finding(
                        Code.BATCHES_MISSING,
                        gap.sender() + " has sent " + gap.receiver() + " batches up to number " + number(gap.sent())
                                + ", " + gap.receiver() + " has taken them up to number " + number(gap.taken())
                                + ", and nothing was left to read in " + gap.through() + " for "
                                + seconds(gaps.get(gap), now) + " s"
                                + (missing.size() == 1 ? "" : " (and " + (missing.size() - 1) + " more pairs of tasks)")
                                + ": brokers lost part of the topic or of the sender's state, and figures are wrong."
                                + " Stop all instances and run `doorstep rebuild` to count again from the input"
                                + " topics."));
    }

    private static boolean isRead(TopicPartition partition, HealthSnapshot now) {
        LogPosition source = now.sources().get(partition);
        return source != null && source.lag() == 0;
    }

    private Optional<Finding> checkReading(HealthSnapshot now) {
        if (now.faults().brokers().isPresent()) {
            readings.clear(); // without brokers nothing can be read, and the lag is unknown
            return Optional.empty();
        }
        boolean restoring = restored.at().equals(now.at());
        now.sources().forEach((partition, source) -> {
            Reading before = readings.get(partition);
            if (before == null && !source.ours()) {
                return;
            }
            boolean moved = before == null
                    || before.source().position() != source.position()
                    || restoring; // it reads when restoring is done
            boolean busy = moved || before.source().lag() == 0;
            readings.put(
                    partition,
                    new Reading(
                            source,
                            moved ? now.at() : before.movedAt(),
                            busy ? now.at() : before.idleSince(),
                            source.ours() ? now.at() : before.oursAt()));
        });
        readings.values().removeIf(reading -> isOverdue(reading.oursAt(), now)); // another process reads it now
        boolean othersMove = readings.values().stream().anyMatch(reading -> !isOverdue(reading.movedAt(), now));
        List<TopicPartition> stuck = readings.entrySet().stream()
                .filter(entry -> isOverdue(
                        entry.getValue().idleSince().plus(othersMove ? patienceInTurn() : Duration.ZERO), now))
                .map(Map.Entry::getKey)
                .filter(partition -> now.sources().containsKey(partition))
                .filter(partition -> now.sources().get(partition).lag() > 0)
                .toList();
        return stuck.stream()
                .map(partition -> readings.get(partition).idleSince())
                .min(Instant::compareTo)
                .map(since -> new Finding(
                        Code.NOT_READING,
                        number(lagOf(stuck, now)) + " records are waiting, but none was read for " + seconds(since, now)
                                + " s (" + names(stuck) + ")"));
    }

    /**
     * Extra patience while other partitions are read: a thread with much to read works through its partitions one after
     * the other, and the last one may wait for a long time.
     */
    private Duration patienceInTurn() {
        return settings.window().multipliedBy(TURNS - 1);
    }

    private static long lagOf(Collection<TopicPartition> partitions, HealthSnapshot now) {
        return partitions.stream()
                .mapToLong(partition -> now.sources().get(partition).lag())
                .sum();
    }

    /**
     * The pipeline is falling behind if the lag is larger throughout the second half of the window than ever in the
     * first half, has grown further by the end, and would take at least another window to read. A load that rises to a
     * new level, a load that fluctuates and a burst that is being worked off are not faults.
     */
    private Optional<Finding> checkBacklog(HealthSnapshot now) {
        Set<TopicPartition> inputs = now.sources().entrySet().stream()
                .filter(entry -> entry.getValue().ours()
                        && settings.inputs().contains(entry.getKey().topic()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        long read = inputs.stream()
                .mapToLong(partition -> now.sources().get(partition).position())
                .sum();
        Backlog last = new Backlog(now.at(), inputs, lagOf(inputs, now), read);
        if (!backlogs.isEmpty() && (!backlogs.getLast().inputs().equals(inputs) || awakeSince.equals(now.at()))) {
            backlogs.clear();
        }
        backlogs.add(last);
        Instant begin = now.at().minus(settings.window());
        while (backlogs.size() > 1 && !second().at().isAfter(begin)) {
            backlogs.removeFirst();
        }
        Backlog first = backlogs.getFirst();
        if (first.at().isAfter(begin)) {
            return Optional.empty();
        }
        Instant middle = now.at().minus(settings.window().dividedBy(2));
        List<Long> before = new ArrayList<>();
        List<Long> after = new ArrayList<>();
        backlogs.forEach(backlog -> (backlog.at().isBefore(middle) ? before : after).add(backlog.lag()));
        boolean grows = Collections.min(after) > Collections.max(before) && last.lag() > after.get(0);
        long readSince = last.read() - first.read();
        return grows && last.lag() >= readSince
                ? Optional.of(new Finding(
                        Code.FALLING_BEHIND,
                        number(last.lag()) + " records are waiting, " + number(last.lag() - first.lag())
                                + " more than " + seconds(first.at(), now) + " s ago; " + number(readSince)
                                + " were read since then"))
                : Optional.empty();
    }

    /**
     * The second oldest. A deque has no index, and an array list would move all other elements whenever the first is
     * removed.
     */
    private Backlog second() {
        Iterator<Backlog> oldest = backlogs.iterator();
        oldest.next();
        return oldest.next();
    }

    private List<Finding> warnings(HealthSnapshot now) {
        return Stream.of(checkCells(now), checkBeginnings(now), checkZone(now))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> checkBeginnings(HealthSnapshot now) {
        List<String> late = now.tasks().stream()
                .filter(task -> task.latest().getBeginsAt() != null)
                .map(task -> task.key() + " begins at offset " + task.latest().getBeginsAt())
                .toList();
        return late.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        Code.BEGINS_LATE,
                        names(late) + ": earlier records were gone when reading began, and are not counted"));
    }

    private Optional<Finding> checkZone(HealthSnapshot now) {
        return now.tasks().stream()
                .flatMap(task -> task.zone().flatMap(rulesHere::firstDifference).stream())
                .min(LocalDate::compareTo)
                .map(first -> new Finding(
                        Code.OTHER_ZONE_RULES,
                        "the rules of the time zone " + settings.zone()
                                + " in this JDK differ from those that the figures are counted"
                                + " by, first on " + first + ". Counting continues with the old rules."
                                + " `doorstep rebuild` counts everything again with those of this JDK."));
    }

    private Optional<Finding> checkCells(HealthSnapshot now) {
        List<TaskStatus> large = now.tasks().stream()
                .filter(task -> task.cells() > settings.cellsMax())
                .toList();
        return large.stream()
                .max(Comparator.comparingLong(TaskStatus::cells))
                .map(largest -> new Finding(
                        Code.MANY_CELLS,
                        largest.key() + " has " + number(largest.cells()) + " cells; cells.max is "
                                + number(settings.cellsMax()) + " (exceeded in "
                                + names(large.stream().map(TaskStatus::key).toList())
                                + "). The figures are right. Does an open breakdown get ever new values?"));
    }

    private boolean isOverdue(Instant since, HealthSnapshot now) {
        return isOver(since, settings.window(), now);
    }

    private boolean isOver(Instant since, Duration patience, HealthSnapshot now) {
        Instant begin = since.isAfter(awakeSince) ? since : awakeSince;
        return !begin.plus(patience).isAfter(now.at());
    }

    private static long seconds(Instant since, HealthSnapshot now) {
        return Duration.between(since, now.at()).toSeconds();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String names(List<?> things) {
        String first = things.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return things.size() <= NAMED ? first : first + " and " + (things.size() - NAMED) + " more";
    }
}
