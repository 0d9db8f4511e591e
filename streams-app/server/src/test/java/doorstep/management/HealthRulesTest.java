// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.clock.BoundedClock;
import doorstep.event.Minutes;
import doorstep.management.Health.Code;
import doorstep.management.HealthRules.Settings;
import doorstep.management.HealthSnapshot.Faults;
import doorstep.management.HealthSnapshot.LogPosition;
import doorstep.management.HealthSnapshot.WallClock;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

/**
 * Health rules on a simulated pipeline with one input partition and one windows partition, checked every 5 s by the
 * test's own clock.
 */
class HealthRulesTest {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Instant START = Instant.parse("2026-03-01T09:00:10Z");
    private static final TaskKey INPUT = new TaskKey("visits", 0);
    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
    private static final TaskKey WINDOWS = new TaskKey("windows", 0);
    private static final TopicPartition VISITS = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
    private static final TopicPartition VISITS_DELTAS = new TopicPartition("app-visits-deltas-repartition", 0);
    private static final TopicPartition FEEDBACK = new TopicPartition(TopicNames.DEFAULT.of(Topics.FEEDBACK), 0);

    /** What the next check finds; everything is in order unless a test changes it. */
    private State state = State.RUNNING;

    private Optional<String> failure = Optional.empty();
    private Optional<String> registryFault = Optional.empty();
    private Optional<String> brokerFault = Optional.empty();
    private long restored;
    private boolean blocked;
    private boolean asOfStalled;
    private boolean assigned = true;
    private long cells = 10;
    private Long beginsAt;
    private ZoneTransitions zone = ZoneTransitions.of(ZONE);
    private long position;
    private long end;
    private long otherEnd;
    private List<Progress> senders = List.of();
    private long taken;
    private long unread;

    private Duration turned = Duration.ZERO;
    private Instant now = START;
    private Instant ranAt = START;
    private Instant asOf = minute(START);
    private HealthRules rules = rules(AsOf.clock(Duration.ZERO));
    private Health health;

    private HealthRules rules(AsOf asOf) {
        return new HealthRules(new Settings(
                Set.copyOf(TopicNames.DEFAULT.of(Topics.inputs())), WINDOW, Duration.ofSeconds(1), asOf, 1_000, ZONE));
    }

    @Test
    void shouldBeHealthyWhileNothingComes() {
        run(Duration.ofMinutes(10));

        assertThat(health).isEqualTo(Health.GOOD);
    }

    @Test
    void shouldCallABlockedThreadUnhealthyUntilItRunsAgain() {
        run(Duration.ofMinutes(1));
        blocked = true;
        run(WINDOW);
        assertThat(codes()).as("a round a second is allowed for").isEmpty();
        run(STEP);
        assertThat(codes()).contains(Code.STALLED);
        assertThat(health.faults().get(0).message()).contains("2 of 2 tasks", "visits/0, windows/0", "35 s");

        blocked = false;
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldCallAStallOf60SecondsUnhealthyEvenIfNothingIsDue() {
        rules = rules(AsOf.fixed(Instant.parse("2011-07-18T15:59:00Z")));
        asOfStalled = true;
        run(Duration.ofMinutes(1));
        blocked = true;
        run(Duration.ofSeconds(60));

        assertThat(codes()).containsExactly(Code.STALLED);
    }

    @Test
    void shouldSayThatAsOfStallsIfRoundsGoOnWithoutIt() {
        run(Duration.ofMinutes(2));
        asOfStalled = true;
        run(Duration.ofSeconds(60));
        assertThat(codes()).as("a minute may pass before anything is due").isEmpty();
        run(WINDOW.plus(STEP));

        assertThat(codes()).containsExactly(Code.AS_OF_STALLED);
        assertThat(health.faults().get(0).message())
                .contains("stuck at 2026-03-01T09:02:00Z", "should be 2026-03-01T09:03:00Z", "windows/0");
    }

    @Test
    void shouldSayThatAsOfStallsAfterTheClockWasSetBack() {
        run(Duration.ofMinutes(2));
        turned = Duration.ofSeconds(-110); // within the tolerance for clocks
        asOfStalled = true;
        run(Duration.ofSeconds(50).plus(WINDOW)); // it moved 10 s before
        assertThat(codes()).as("a minute may pass before anything is due").isEmpty();
        run(STEP);

        assertThat(codes()).containsExactly(Code.AS_OF_STALLED);
        assertThat(health.faults().get(0).message())
                .contains("stuck at 2026-03-01T09:02:00Z", "by the clock of this machine it should be no later than");
    }

    @Test
    void shouldSayThatTheClockIsBehindTheBrokers() {
        run(Duration.ofMinutes(1));
        turned = Duration.ofMinutes(-10);
        run(WINDOW);
        assertThat(codes()).as("a window is allowed for").isEmpty();
        run(STEP);

        assertThat(codes()).contains(Code.CLOCK_OFF);
        assertThat(health.faults().get(0).message()).contains("600 s behind the brokers'", "Set the clock");
    }

    @Test
    void shouldSayThatTheClockIsAheadAndThatAsOfIsBounded() {
        run(Duration.ofMinutes(1));
        turned = Duration.ofDays(400);
        run(WINDOW.plus(STEP));

        assertThat(codes()).containsExactly(Code.CLOCK_OFF);
        assertThat(health.faults().get(0).message())
                .contains("34,560,000 s ahead of the brokers'", "at most 2 minutes ahead");
        turned = Duration.ofSeconds(90);
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldNotExpectAFixedAsOfToMove() {
        rules = rules(AsOf.fixed(Instant.parse("2011-07-18T15:59:00Z")));
        asOfStalled = true;
        run(Duration.ofHours(1));

        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldNotBlameAsOfForTheTimeThatTheProcessWasDown() {
        asOf = START.minus(Duration.ofDays(3));
        asOfStalled = true;
        run(WINDOW.plus(STEP));
        assertThat(codes()).isEmpty();
        run(STEP);
        assertThat(codes()).as("but it has to catch up").containsExactly(Code.AS_OF_STALLED);
    }

    @Test
    void shouldSayThatNothingIsReadIfRecordsWaitForTheWindow() {
        run(Duration.ofMinutes(1));
        end = 7;
        run(WINDOW);
        assertThat(codes()).isEmpty();
        run(STEP);
        assertThat(codes()).containsExactly(Code.NOT_READING);
        assertThat(health.faults().get(0).message()).contains("7 records are waiting", "30 s", "doorstep.visits-0");

        position = 3;
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldLetAPartitionWaitItsTurnButNotForEver() {
        end = 1_000_000;
        otherEnd = 1_000;
        for (Duration passed = Duration.ZERO;
                passed.compareTo(WINDOW.multipliedBy(10)) < 0;
                passed = passed.plus(STEP)) {
            position += 100; // the position of the other partition stays
            run(STEP);
            assertThat(codes()).as("after " + passed).isEmpty();
        }
        run(STEP);

        assertThat(codes()).containsExactly(Code.NOT_READING);
        assertThat(health.faults().get(0).message()).contains("1,000 records are waiting", "(doorstep.feedback-0)");
    }

    @Test
    void shouldSeeATaskThatStartsOverAndOverWithoutReading() {
        run(Duration.ofMinutes(1));
        end = 1;
        for (int restarts = 0; restarts < 4; restarts++) {
            state = State.REBALANCING;
            assigned = false;
            run(STEP);
            state = State.RUNNING;
            assigned = true;
            run(STEP);
        }

        assertThat(codes()).containsExactly(Code.NOT_READING);
    }

    @Test
    void shouldForgetAPartitionThatAnotherProcessHas() {
        run(Duration.ofMinutes(1));
        end = 1;
        assigned = false;
        run(Duration.ofMinutes(5));

        assertThat(codes()).isEmpty();
        assertThat(rules.watched()).isEmpty();
    }

    @Test
    void shouldSayThatMoreComesThanIsRead() {
        Duration passed = Duration.ZERO;
        while (passed.compareTo(WINDOW.plus(STEP)) <= 0) {
            end += 3_000;
            position += 1_000;
            run(STEP);
            passed = passed.plus(STEP);
        }

        assertThat(codes()).containsExactly(Code.FALLING_BEHIND);
        assertThat(health.faults().get(0).message())
                .contains("16,000 records are waiting", "12,000 more than 30 s ago");
    }

    @Test
    void shouldNotCallABurstThatIsWorkedOffFallingBehind() {
        run(WINDOW);
        end = 100_000;
        for (int i = 0; i < 100; i++) {
            position += 1_000;
            run(STEP);
            assertThat(codes()).isEmpty();
        }
    }

    @Test
    void shouldNotCallARisingLoadThatIsKeptUpWithFallingBehind() {
        for (int i = 0; i < 200; i++) {
            long perStep = i < 100 ? 500 : 50_000;
            end += perStep;
            position = end - perStep / 2; // records that arrived since the last commit
            run(STEP);
            assertThat(codes()).as("check-up " + i).isEmpty();
        }
    }

    @Test
    void shouldLetARestoreTakeItsTimeButNotStandStill() {
        run(STEP);
        state = State.REBALANCING;
        end = 1_000;
        for (int i = 0; i < 100; i++) {
            restored += 10;
            run(STEP);
            assertThat(codes()).isEmpty();
        }
        run(WINDOW);
        assertThat(codes()).contains(Code.NOT_STARTING);
        assertThat(health.faults().get(0).message()).contains("REBALANCING", "no state was restored for 30 s");

        restored += 10;
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldGiveTheReasonOfAPipelineThatGaveUp() {
        run(STEP);
        state = State.ERROR;
        failure = Optional.of("HISTORY_MISSING: visits/0: …");
        run(STEP);

        assertThat(health.isHealthy()).isFalse();
        assertThat(health.faults()).containsExactly(new Health.Finding(Code.FAILED, "HISTORY_MISSING: visits/0: …"));
    }

    @Test
    void shouldBeUnhealthyWhileTheRegistryOwesAnAnswer() {
        registryFault = Optional.of("the schema registry at http://r:8081/ does not answer");
        run(STEP);
        assertThat(codes()).containsExactly(Code.REGISTRY_UNREACHABLE);

        registryFault = Optional.empty();
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldPassOverAShortOutageOfTheBrokersButNotALongOne() {
        run(STEP);
        brokerFault = Optional.of("no answer");
        run(WINDOW);
        assertThat(codes()).isEmpty();
        run(STEP);
        assertThat(codes()).containsExactly(Code.BROKERS_UNREACHABLE);

        brokerFault = Optional.empty();
        end = 1;
        run(STEP);
        assertThat(codes()).as("it has had no time to read").isEmpty();
    }

    @Test
    void shouldWarnOfManyCellsAndStayHealthy() {
        cells = 1_001;
        run(STEP);

        assertThat(health.isHealthy()).isTrue();
        assertThat(health.warnings()).hasSize(1);
        assertThat(health.warnings().get(0).code()).isEqualTo(Code.MANY_CELLS);
        assertThat(health.warnings().get(0).message()).contains("windows/0", "1,001", "1,000");
    }

    @Test
    void shouldWarnWhenAnInputHadLostItsBeginning() {
        beginsAt = 19_990L;
        run(STEP);

        assertThat(health.isHealthy()).isTrue();
        assertThat(health.warnings()).hasSize(1);
        assertThat(health.warnings().get(0).code()).isEqualTo(Code.BEGINS_LATE);
        assertThat(health.warnings().get(0).message()).contains("visits/0 begins at offset 19990");
    }

    @Test
    void shouldWarnOfOtherZoneRulesAndNameTheFirstDate() {
        zone = ZoneTransitions.parse(zone.text() + " 2027-03-28T03:15+06:45");
        run(STEP);

        assertThat(health.isHealthy()).isTrue();
        assertThat(health.warnings()).extracting(Health.Finding::code).containsExactly(Code.OTHER_ZONE_RULES);
        assertThat(health.warnings().get(0).message()).contains("Asia/Kathmandu", "2027-03-27", "`doorstep rebuild`");

        zone = ZoneTransitions.of(ZONE);
        run(STEP);
        assertThat(health.warnings()).isEmpty();
    }

    @Test
    void shouldSayThatBatchesAreMissingWithNothingUnread() {
        run(Duration.ofMinutes(2));
        senders = List.of(sentBy2(7));
        taken = 5;
        run(Duration.ofMinutes(1));
        assertThat(codes()).as("a minute is allowed for").isEmpty();
        run(STEP);

        assertThat(codes()).containsExactly(Code.BATCHES_MISSING);
        assertThat(health.faults().get(0).message())
                .contains("visits/2 has sent windows/0", "number 7", "number 5", "60 s", "`doorstep rebuild`");
        taken = 7;
        run(STEP);
        assertThat(codes()).isEmpty();
    }

    @Test
    void shouldNotMissBatchesThatAreStillUnread() {
        senders = List.of(sentBy2(7));
        for (int i = 0; i < 30; i++) {
            taken = 5;
            unread = i % 6 == 5 ? 0 : 2; // rarely in order, but never wrong for a minute
            run(STEP);
            assertThat(codes()).doesNotContain(Code.BATCHES_MISSING);
        }
    }

    @Test
    void shouldNotMissBatchesWhileNumbersMove() {
        for (int i = 1; i < 100; i++) {
            senders = List.of(sentBy2(i)); // its row is always of a later commit
            taken = i - 1;
            run(STEP);
            assertThat(codes()).isEmpty();
        }
    }

    @Test
    void shouldMissNoBatchesOfATaskThatIsElsewhere() {
        senders = List.of(sentBy2(7));
        assigned = false;
        run(Duration.ofMinutes(5));

        assertThat(codes()).isEmpty();
    }

    /** The row of an input partition on another instance that has sent this many batches to the windows task here. */
    private static Progress sentBy2(long batches) {
        return Progress.newBuilder(inputRow())
                .setPartition(2)
                .setDeltaBatchesSent(List.of(batches))
                .build();
    }

    @Test
    void shouldNotCallTasksStalledBecauseTheMachineSlept() {
        run(Duration.ofMinutes(1));
        end = 5;
        now = now.plus(Duration.ofHours(8)); // the machine was suspended
        check();

        assertThat(codes()).isEmpty();
    }

    private void run(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            now = now.plus(STEP);
            if (!blocked) {
                ranAt = now;
                asOf = asOfStalled ? asOf : minute(now.plus(bounded(turned)));
            }
            check();
        }
    }

    private static Duration bounded(Duration turned) {
        return turned.compareTo(BoundedClock.MAX_AHEAD) < 0 ? turned : BoundedClock.MAX_AHEAD;
    }

    private void check() {
        List<TaskStatus> tasks = new ArrayList<>();
        Map<TopicPartition, LogPosition> sources = new HashMap<>();
        if (assigned && state == State.RUNNING) {
            Progress input =
                    Progress.newBuilder(inputRow()).setBeginsAt(beginsAt).build();
            tasks.add(new TaskStatus(INPUT, input, input, 0, Optional.of(zone), ranAt));
            Progress windows = Progress.newBuilder(inputRow())
                    .setPart("windows")
                    .setAsOf(asOf)
                    .setDeltaBatchesTaken(Map.of("visits/2", taken))
                    .build();
            tasks.add(new TaskStatus(WINDOWS, windows, windows, cells, Optional.of(zone), ranAt));
        }
        if (brokerFault.isEmpty() && (assigned || rules.watched().contains(VISITS))) {
            sources.put(VISITS_DELTAS, new LogPosition(0, unread, assigned));
            sources.put(VISITS, new LogPosition(position, end, assigned));
            sources.put(FEEDBACK, new LogPosition(0, otherEnd, assigned));
        }
        health = rules.check(new HealthSnapshot(
                now,
                new WallClock(now.plus(turned), Optional.of(turned)),
                state,
                new Faults(failure, registryFault, brokerFault),
                restored,
                tasks,
                sources,
                BatchGap.of("app", senders, tasks)));
    }

    private List<Code> codes() {
        return health.faults().stream().map(Health.Finding::code).toList();
    }

    private static Instant minute(Instant instant) {
        return Minutes.start(Minutes.of(instant));
    }

    static Progress inputRow() {
        return Progress.newBuilder()
                .setPart("visits")
                .setPartition(0)
                .setReceived(0L)
                .setRejected(0L)
                .setCurrent(0L)
                .setRepeated(0L)
                .setConflicts(0L)
                .setNextOffset(0L)
                .setDeltaBatchesSent(null)
                .setDeltaBatchesTaken(null)
                .setAsOf(null)
                .setBeyond(null)
                .setUnsent(null)
                .build();
    }
}
