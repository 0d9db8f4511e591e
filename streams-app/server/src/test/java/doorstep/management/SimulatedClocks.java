// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.avro.Progress;
import doorstep.clock.BoundedClock;
import doorstep.clock.ClockStepDetector;
import doorstep.event.Minutes;
import doorstep.integrity.RefusedException;
import doorstep.management.Health.Code;
import doorstep.management.HealthSnapshot.Faults;
import doorstep.management.HealthSnapshot.WallClock;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.window.AsOf;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * A random simulation of instances, their clocks and the brokers. One windows task and one input task move between the
 * instances. What each instance knows of the time is kept by the production classes; what Kafka Streams does with it is
 * modelled: a round is due one second after the last one by the wall clock, so that after the clock is set back, none
 * is due for that long.
 */
final class SimulatedClocks {
    /** A rule to leave out, which the simulation must detect. */
    enum Plant {
        NO_BOUND,
        NO_QUESTIONS,
        NO_QUESTION_AT_START,
        NO_ACKS,
        NO_READ_TIMES,
        NO_RESTART,
        ONE_BASE,
        WALL_HEALTH
    }

    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");
    private static final long TICK_MS = 5_000;
    private static final int TICKS = 250;
    private static final int TICKS_PER_CHECKUP = 3;
    private static final long QUESTION_MS = 30_000;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    /** Time after the last fault by which everything must be in order again. */
    private static final long SETTLED_MS = 240_000;
    /** Longest time without rounds, while brokers answer, before an instance must report it. */
    private static final long LONGEST_SILENCE_MS = 120_000;

    private final SplittableRandom dice;
    private final Set<Plant> plants;
    /**
     * Average number of rounds per delta batch. If there are many batches, their append times tell the receiver the
     * time.
     */
    private final int roundsToOneDeltaBatch;

    private final List<Instance> instances = new ArrayList<>();
    private final AsOf asOf = AsOf.clock(Duration.ZERO);

    private long nowMs = BEGIN.toEpochMilli(); // the true time, which the brokers' clocks show
    private boolean brokersUp = true;
    private long upSinceMs = nowMs;
    private long troubleMs = nowMs;
    private boolean clocksWereSet;
    private long senderAsOf = Long.MIN_VALUE;
    private long windowsAsOf = Long.MIN_VALUE;
    private Instance sender;
    private Instance receiver;

    SimulatedClocks(long seed, Set<Plant> plants) {
        this.dice = new SplittableRandom(seed);
        this.plants = plants;
        roundsToOneDeltaBatch = dice.nextBoolean() ? 2 : 500;
        for (int i = 0, n = 1 + dice.nextInt(3); i < n; i++) {
            instances.add(new Instance());
        }
        sender = any();
        receiver = any();
    }

    /** @return what went wrong, if anything did */
    Optional<String> run() {
        try {
            for (int tick = 0; tick < TICKS; tick++) {
                long passed = TICK_MS;
                if (dice.nextInt(25) == 0 && tick < TICKS - 100) {
                    passed = trouble();
                }
                nowMs += passed;
                for (Instance instance : instances) {
                    instance.live(tick % TICKS_PER_CHECKUP == 0);
                }
            }
            return Optional.empty();
        } catch (Wrong | IllegalStateException e) {
            return Optional.of(e.getMessage());
        } catch (RefusedException e) {
            return Optional.of("refused: " + e.getMessage());
        }
    }

    /** @return how much time passes during the fault */
    private long trouble() {
        troubleMs = nowMs;
        switch (dice.nextInt(9)) {
            case 0 -> any().set(jump());
            case 1 -> {
                long jump = jump();
                instances.forEach(instance -> instance.set(jump));
            }
            case 2, 3 -> instances.forEach(instance -> instance.set(0));
            case 4 -> {
                brokersUp = !brokersUp;
                upSinceMs = nowMs;
                return brokersUp || dice.nextBoolean() ? TICK_MS : away();
            }
            case 5 -> sender = withTask(any());
            case 6 -> receiver = withTask(any());
            case 7 ->
                any().questionsLostUntilMs = nowMs + dice.nextLong(dice.nextBoolean() ? 1_200_000 : 100 * 3_600_000);
            case 8 -> any().drift = dice.nextInt(3) * 0.001;
            default -> throw new AssertionError();
        }
        return TICK_MS;
    }

    private long away() {
        long away = Duration.ofMinutes(dice.nextInt(48 * 60)).toMillis();
        return away - away % TICK_MS + TICK_MS;
    }

    /**
     * By how much a clock is set, in milliseconds: at most 22 hours back, because a day would rightly stop an input
     * with CLOCK_SKEW.
     */
    private long jump() {
        return switch (dice.nextInt(5)) {
            case 0 -> -dice.nextLong(1_200_000);
            case 1 -> dice.nextLong(1_200_000);
            case 2 -> Duration.ofDays(400).toMillis();
            case 3 -> -dice.nextLong(Duration.ofHours(22).toMillis());
            default -> dice.nextLong(60_000) - 30_000;
        };
    }

    /** Starts a task on an instance. */
    private Instance withTask(Instance instance) {
        if (instance.clock.isOld(instance.nanos())) {
            instance.asked = false;
        }
        return instance;
    }

    private Instance any() {
        return instances.get(dice.nextInt(instances.size()));
    }

    private static final class Wrong extends RuntimeException {
        Wrong(String message) {
            super(message);
        }
    }

    /** An instance: one process with one stream thread. */
    private final class Instance {
        private final BoundedClock clock = new BoundedClock();
        private final HealthRules rules = new HealthRules(
                new HealthRules.Settings(Set.of(), WINDOW, Duration.ofSeconds(1), asOf, 1_000, ZoneOffset.UTC));
        private ClockStepDetector steps = new ClockStepDetector();
        private long offsetMs;
        private double drift;
        private double driftedMs;
        private long livedMs = nowMs;
        private long nextQuestionMs = nowMs;
        private long questionsLostUntilMs;
        private boolean asked;
        private long roundDueMs = Long.MIN_VALUE; // by the wall clock
        private long roundMs = nowMs;
        private long rightSinceMs = nowMs;
        private Instant ranAt = Instant.ofEpochMilli(nowMs);
        private boolean healthy = true;
        private Progress row;

        long wallMs() {
            return nowMs + offsetMs + (long) driftedMs;
        }

        long nanos() {
            return (nowMs - BEGIN.toEpochMilli()) * 1_000_000;
        }

        void set(long jumpMs) {
            clocksWereSet = true;
            offsetMs = jumpMs;
            driftedMs = 0;
            rightSinceMs = nowMs;
        }

        void live(boolean checkup) {
            clocksWereSet |= drift > 0;
            driftedMs += drift * Math.min(TICK_MS, nowMs - livedMs); // clock checks go on without brokers
            if (Math.abs(driftedMs) > 60_000) {
                drift = -drift; // NTP slews it back
            }
            livedMs = nowMs;
            look();
            ask();
            if (sender == this || receiver == this) {
                work();
            } else {
                roundMs = nowMs; // nothing to stall
                roundDueMs = Long.MIN_VALUE;
            }
            if (checkup) {
                check();
            }
        }

        private void look() {
            if (plants.contains(Plant.ONE_BASE)) {
                steps = new ClockStepDetector();
                steps.look(BEGIN.toEpochMilli(), 0);
            }
            boolean wasSet = steps.look(wallMs(), nanos()) != 0;
            if (wasSet && nowMs - rightSinceMs > 2 * TICK_MS && nowMs > troubleMs + 2 * TICK_MS) {
                throw new Wrong("threads start again though nobody set the clock");
            }
            if (wasSet && !plants.contains(Plant.NO_RESTART)) {
                asked = false;
                roundDueMs = Long.MIN_VALUE; // the timers of the new thread
            }
        }

        private void ask() {
            if (nowMs >= nextQuestionMs && !plants.contains(Plant.NO_QUESTIONS)) {
                nextQuestionMs = nowMs + QUESTION_MS;
                if (brokersUp && nowMs >= questionsLostUntilMs) {
                    clock.onAnswer(nowMs, nanos());
                }
            }
        }

        private boolean hasStarted() {
            if (!asked && !plants.contains(Plant.NO_QUESTION_AT_START)) {
                if (!brokersUp) {
                    return false;
                }
                clock.onAnswer(nowMs, nanos());
            }
            asked = true;
            return true;
        }

        private long clockMs() {
            return plants.contains(Plant.NO_BOUND) ? wallMs() : clock.at(wallMs());
        }

        private void work() {
            if (!brokersUp) {
                roundDueMs = Math.min(roundDueMs, wallMs()); // it tries and fails
                return;
            }
            if (!hasStarted() || wallMs() < roundDueMs) {
                return;
            }
            roundDueMs = wallMs() + 1_000;
            roundMs = nowMs;
            ranAt = Instant.ofEpochMilli(nowMs);
            if (sender == this) {
                asOf.requireNotAhead(senderAsOf, clockMs(), "visits/0");
                senderAsOf = Math.max(senderAsOf, asOf.at(clockMs()));
                requirePast(senderAsOf);
            }
            if (receiver == this) {
                long before = windowsAsOf;
                windowsAsOf = Math.max(windowsAsOf, asOf.at(clockMs()));
                if (senderAsOf != Long.MIN_VALUE && dice.nextInt(roundsToOneDeltaBatch) == 0) {
                    takeDeltaBatch();
                }
                requirePast(windowsAsOf);
                if (windowsAsOf != before && !plants.contains(Plant.NO_ACKS)) {
                    clock.onBrokerTime(nowMs); // of the row of progress
                }
            }
        }

        /** Takes a delta batch that is appended now and carries the sender's as-of. */
        private void takeDeltaBatch() {
            if (!plants.contains(Plant.NO_READ_TIMES)) {
                clock.onBrokerTime(nowMs);
            }
            windowsAsOf = Math.max(windowsAsOf, asOf.at(clockMs()));
            if (senderAsOf - windowsAsOf > 23 * 60) {
                throw new Wrong("CLOCK_SKEW between clocks that are less than 23 hours apart");
            }
        }

        private void requirePast(long minute) {
            if (minute * 60_000 > nowMs + BoundedClock.MAX_AHEAD.toMillis()) {
                throw new Wrong(
                        "figures as of the future: " + Minutes.start(minute) + " at " + Instant.ofEpochMilli(nowMs));
            }
        }

        private Progress row() {
            if (row == null || !row.getAsOf().equals(Minutes.start(windowsAsOf))) {
                row = Progress.newBuilder(HealthRulesTest.inputRow())
                        .setPart(Topics.WINDOWS_PART)
                        .setAsOf(Minutes.start(windowsAsOf))
                        .build();
            }
            return row;
        }

        private void check() {
            Instant now = Instant.ofEpochMilli(plants.contains(Plant.WALL_HEALTH) ? wallMs() : nowMs);
            List<TaskStatus> tasks = new ArrayList<>();
            if (receiver == this && windowsAsOf != Long.MIN_VALUE) {
                Progress row = row();
                tasks.add(new TaskStatus(new TaskKey(Topics.WINDOWS_PART, 0), row, row, 0, Optional.empty(), ranAt));
            }
            Health health = rules.check(new HealthSnapshot(
                    now,
                    new WallClock(Instant.ofEpochMilli(wallMs()), clock.ahead(wallMs(), nanos())),
                    State.RUNNING,
                    new Faults(Optional.empty(), Optional.empty(), brokersUp ? Optional.empty() : Optional.of("away")),
                    0,
                    tasks,
                    Map.of(),
                    List.of()));
            healthy = health.isHealthy();
            Set<Code> codes = health.faults().stream().map(Health.Finding::code).collect(Collectors.toSet());
            boolean settled = nowMs - Math.max(troubleMs, upSinceMs) > SETTLED_MS && brokersUp;
            boolean right = offsetMs == 0 && Math.abs(driftedMs) < 60_000;
            if (receiver == this && brokersUp && nowMs - Math.max(upSinceMs, roundMs) > LONGEST_SILENCE_MS) {
                throw new Wrong((healthy ? "silent " : "") + "stall for " + (nowMs - roundMs) / 1_000 + " s");
            }
            // Two faults at once: requests for the time are lost, and as-of is ahead, up to the bound, of a clock that
            // was corrected. While as-of does not advance, there is no row whose append time tells the time. Health
            // reports this.
            boolean twoFaults = clocksWereSet && nowMs < questionsLostUntilMs + SETTLED_MS;
            if (settled && right && !twoFaults && instances.stream().allMatch(it -> it.offsetMs == 0)) {
                if (receiver == this && windowsAsOf * 60_000 < nowMs - 240_000) {
                    throw new Wrong("stall: as-of is " + Minutes.start(windowsAsOf) + " at " + now);
                }
                if (!healthy) {
                    throw new Wrong("false alarm " + codes + " " + health.faults());
                }
            }
            if (settled
                    && healthy
                    && Math.abs(offsetMs) > 130_000 + 60_000
                    && nowMs >= questionsLostUntilMs + 300_000) {
                throw new Wrong("silent about a clock that is off by " + offsetMs / 1_000 + " s");
            }
        }
    }
}
