// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.integrity.ContinuityCheckSimulationTest.Rule;
import doorstep.settings.PublishedSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;

/**
 * Model of a task that reads one input partition, as Kafka Streams runs it, with everything that may happen to it and
 * to its log.
 */
final class ModelTask {
    private static final int STEPS = 60;

    /**
     * How a history ended.
     *
     * @param alarm why the task stopped
     * @param fault what the task failed to notice, or refused without a reason
     */
    record Verdict(Optional<String> alarm, Optional<String> fault) {}

    /** What a task keeps in its store. Must not be changed. */
    private record Kept(boolean fresh, long begins, long next, OptionalInt epoch, TreeSet<Integer> read) {
        static final Kept NOTHING = new Kept(true, 0, 0, OptionalInt.empty(), new TreeSet<>());
    }

    private static final class Alarm extends RuntimeException {
        private final boolean justified;

        Alarm(String what, boolean justified) {
            super(what);
            this.justified = justified;
        }
    }

    private final Random random;
    private final Optional<Rule> missing;
    private final ModelLog log = new ModelLog();
    private Kept kept = Kept.NOTHING;
    private Kept keptBefore = Kept.NOTHING;

    private boolean running;
    private ContinuityCheck continuity;
    private Kept now;
    private boolean suspected; // by the previous thread
    private long position;
    private int positionEpoch; // number of truncations known to the consumer

    /** @param missing the rule that this task is run without */
    ModelTask(long seed, Optional<Rule> missing) {
        random = new Random(seed * 7919);
        this.missing = missing;
    }

    private boolean has(Rule rule) {
        return missing.filter(rule::equals).isEmpty();
    }

    private boolean percent(int p) {
        return random.nextInt(100) < p;
    }

    Verdict run() {
        int trouble = random.nextInt(6); // percent of the steps; some histories have none
        try {
            if (percent(20)) { // the beginning of the topic is deleted before the first start
                write(10);
                log.deleteBefore(random.nextInt((int) log.end() + 1));
            }
            for (int step = 0; step < STEPS; step++) {
                step(trouble);
                if (percent(3) && hasPassedOver()) {
                    return new Verdict(Optional.empty(), Optional.of("records were passed over"));
                }
            }
            return new Verdict(
                    Optional.empty(), hasPassedOver() ? Optional.of("records were passed over") : Optional.empty());
        } catch (Alarm alarm) {
            return new Verdict(
                    Optional.of(alarm.getMessage()),
                    alarm.justified ? Optional.empty() : Optional.of("stopped without reason"));
        }
    }

    private void write(int most) {
        for (int i = random.nextInt(most); i >= 0; i--) {
            log.write(random);
        }
    }

    private void step(int trouble) {
        if (percent(trouble)) {
            spoil();
        }
        if (percent(30)) {
            write(6);
        }
        if (!running) {
            if (percent(60)) {
                start();
            }
        } else {
            switch (random.nextInt(8)) {
                case 0 -> stop();
                case 1 -> running = false; // killed
                case 2, 3 -> commit();
                default -> poll();
            }
        }
    }

    private void spoil() {
        switch (random.nextInt(running ? 2 : 5)) {
            case 0 -> {
                if (!lastIsAnother()) { // a truncation cannot be detected once its traces are deleted too
                    log.deleteBefore(percent(50) ? Math.min(kept.next(), log.end()) : between(log.start(), log.end()));
                }
            }
            case 1 -> log.truncate(between(log.start(), log.end()));
            case 2 -> log.commit(OptionalLong.empty());
            case 3 -> {
                if (!kept.fresh()) {
                    log.commit(OptionalLong.of(percent(50) ? log.end() : between(log.start(), log.end())));
                }
            }
            default -> {
                log.truncate(between(log.start(), log.end()));
                write(20); // the log grows again
            }
        }
    }

    private long between(long from, long to) {
        return from + random.nextInt((int) (to - from) + 1);
    }

    private void drain() {
        log.settle();
        for (int start = 0; start < 2; start++) {
            while (!running) {
                start();
            }
            while (log.stableEnd() > position || isRefused()) {
                poll();
            }
            stop();
        }
    }

    /**
     * A thread takes over the task. A thread that was paused meanwhile may see outdated state, while another instance
     * has moved on.
     */
    private void start() {
        boolean stale = percent(10);
        try {
            start(stale ? keptBefore : kept);
        } catch (RefusedException e) {
            if (e.isToBeConfirmed() && has(Rule.SEEN_TWICE)) {
                try {
                    start(kept);
                } catch (RefusedException again) {
                    throw alarm(again.getMessage());
                }
            } else {
                throw alarm(e.getMessage());
            }
        }
        if (stale) {
            running = false; // it is fenced at its first commit
        }
    }

    private void start(Kept state) {
        now = new Kept(state.fresh(), state.begins(), state.next(), state.epoch(), new TreeSet<>(state.read()));
        continuity = ContinuityCheck.ofInput(seen(), "visits/0", "visits", 0);
        if (now.fresh()) {
            now = new Kept(false, log.start(), log.start(), OptionalInt.empty(), now.read());
        }
        continuity.start(new ReadPosition(now.next(), has(Rule.LAST_RECORD) ? now.epoch() : OptionalInt.empty()));
        position = log.committed().orElse(has(Rule.MISSING_POSITIONS_BEGIN_AT_THE_START) ? log.start() : log.end());
        positionEpoch = log.epoch();
        running = true;
    }

    /** The log as seen by a task that is run without a rule. */
    private LogInspector seen() {
        return new LogInspector() {
            @Override
            public Log log(String topic, int partition) {
                Log all = log.log(topic, partition);
                long start = has(Rule.LOG_START) ? all.start() : Math.min(all.start(), now.next());
                return new Log(all.topicId(), start, all.end());
            }

            @Override
            public OptionalLong committed(String topic, int partition) {
                return has(Rule.UP_TO_THE_COMMITTED_OFFSET) ? log.committed() : OptionalLong.empty();
            }

            @Override
            public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
                return log.firstCommitted(topic, partition, from, before)
                        .map(record -> new Committed(
                                record.offset(),
                                has(Rule.EPOCH_OF_THE_LAST_RECORD) ? record.epoch() : OptionalInt.empty()));
            }

            @Override
            public PublishedSettings settings() {
                return log.settings();
            }
        };
    }

    private boolean isRefused() {
        return position < log.start() || position > log.end() || log.isTruncatedBelow(position, positionEpoch);
    }

    private void poll() {
        if (isRefused()) {
            if (has(Rule.REFUSED_POSITIONS_STOP)) {
                throw new Alarm("the position was refused", true);
            }
            position = log.start();
            positionEpoch = log.epoch();
            return;
        }
        positionEpoch = log.epoch();
        List<ModelLog.Item> all = log.readable(position);
        List<ModelLog.Item> records = all.subList(0, Math.min(all.size(), 1 + random.nextInt(4)));
        if (records.isEmpty()) {
            position = Math.max(position, log.stableEnd());
            return;
        }
        position = records.get(records.size() - 1).offset() + 1;
        if (percent(50)) { // the consumer may have moved over markers and aborted records too
            position = all.size() > records.size() ? all.get(records.size()).offset() : log.stableEnd();
        }
        receive(records);
    }

    private void receive(List<ModelLog.Item> records) {
        if (has(Rule.UP_TO_THE_FIRST_RECORD)) {
            try {
                continuity.receive(
                        records.get(0).offset(), records.get(records.size() - 1).offset());
            } catch (RefusedException e) {
                if (suspected) {
                    throw alarm(e.getMessage());
                }
                suspected = true;
                start(); // as a new thread does
                return;
            }
        }
        suspected = false;
        for (ModelLog.Item record : records) {
            if (record.offset() >= now.next()) {
                now.read().add(record.number());
                now = new Kept(false, now.begins(), record.offset() + 1, OptionalInt.of(record.epoch()), now.read());
            }
        }
    }

    private void commit() {
        keptBefore = kept;
        kept = new Kept(now.fresh(), now.begins(), now.next(), now.epoch(), new TreeSet<>(now.read()));
        log.commit(OptionalLong.of(position));
    }

    private void stop() {
        commit();
        running = false;
    }

    private Alarm alarm(String message) {
        return new Alarm(message, isReason());
    }

    /** Whether the log or the position really has a fault; an oracle that knows the whole history. */
    private boolean isReason() {
        if (log.start() > kept.next() || log.end() < kept.next()) {
            return true;
        }
        TreeSet<Integer> unread = log.numbersBetween(
                kept.begins(), Math.max(kept.next(), log.committed().orElse(kept.next())));
        unread.removeAll(kept.read());
        return !unread.isEmpty() || lastIsAnother();
    }

    private boolean lastIsAnother() {
        if (kept.epoch().isEmpty() || log.start() >= kept.next()) {
            return false;
        }
        TreeSet<Integer> last = log.numbersBetween(kept.next() - 1, kept.next());
        return last.isEmpty() || !kept.read().contains(last.first());
    }

    /** Reads to the end. True if a committed record was not read, whether it still exists or has been deleted since. */
    private boolean hasPassedOver() {
        drain();
        TreeSet<Integer> unread = log.numbersBetween(kept.begins(), Math.max(kept.next(), position));
        log.deleted().stream()
                .filter(item -> item.offset() >= kept.begins() && item.offset() < kept.next())
                .forEach(item -> unread.add(item.number()));
        unread.removeAll(kept.read());
        return !unread.isEmpty();
    }
}
