// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.process.CompressionBomb;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.torture.FlakyRegistry.Condition;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;

/**
 * Injects all other faults. Each fault ends with the processes started again and the clock of {@link OutputWatch}
 * running.
 */
final class Injector {
    private static final Duration AWAITED = Duration.ofSeconds(30);
    private static final Duration NEXT_EXPORT = Duration.ofSeconds(90);
    /** As-of must stay earlier than the clock of any machine on which this runs. */
    private static final Instant LAST_AS_OF = Instant.parse("2025-06-01T00:00:00Z");

    private static final int SHORTEST_OUTAGE_MS = 4_000;
    private static final int LONGEST_OUTAGE_MS = 12_000;

    /** How far clocks are ahead, or behind if negative; as-of is earlier than the time on any of them. */
    private static final List<Duration> CLOCKS = List.of(
            Duration.ZERO,
            Duration.ofMinutes(-10),
            Duration.ofMinutes(10),
            Duration.ofHours(3),
            Duration.ofDays(400),
            Duration.ofDays(-200));

    private final TestCluster cluster;
    private final OutputWatch output;
    private final WriteWatch writes;
    private final SplittableRandom dice;

    Injector(TestCluster cluster, OutputWatch output, WriteWatch writes, SplittableRandom dice) {
        this.cluster = cluster;
        this.output = output;
        this.writes = writes;
        this.dice = dice;
    }

    void inject(Fault fault) {
        List<Instance> running = cluster.running();
        Instance victim = running.get(dice.nextInt(running.size()));
        switch (fault) {
            case KILL -> kill(victim);
            case KILL_AFTER_DELTA_BATCH -> {
                writes.awaitDeltaBatch(AWAITED);
                Pause.millis(dice.nextInt(30));
                kill(victim);
            }
            case KILL_IN_REWRITE -> {
                writes.awaitRewrite(AWAITED);
                Pause.millis(dice.nextInt(10));
                kill(victim);
            }
            case TERMINATE -> {
                victim.terminate();
                output.onFault();
                cluster.start(victim);
            }
            case FREEZE -> {
                victim.freeze();
                Pause.millis(TestCluster.SESSION_TIMEOUT_MS + 1_000 + dice.nextInt(3_000));
                output.onFault();
                victim.thaw();
            }
            case WIPE -> {
                victim.kill();
                output.onFault();
                victim.wipe();
                cluster.start(victim);
            }
            case DAMAGE -> {
                victim.terminate();
                victim.damage(dice);
                output.onFault();
                cluster.start(victim);
            }
            case GUEST -> comeOrGo(cluster.guest());
            case EXPORTER -> killExporter(victim);
            case BROKER -> {
                cluster.broker().kill();
                output.onFault();
                cluster.broker().start();
            }
            case STEP -> {
                running.forEach(Instance::kill);
                output.onFault();
                step();
                running.forEach(cluster::start);
            }
            case CLOCK -> stepClocks(List.of(victim));
            case CLOCKS -> stepClocks(running);
            case REGISTRY -> disturbRegistry(victim);
            case BOMB -> sendBomb();
            default -> throw new AssertionError(fault);
        }
    }

    private void kill(Instance victim) {
        victim.kill();
        output.onFault();
        cluster.start(victim);
    }

    /** Mostly while some tables have the rows of an export, and others do not. */
    private void killExporter(Instance victim) {
        if (dice.nextInt(4) > 0) {
            cluster.exporter().awaitFirstTable(NEXT_EXPORT);
            Pause.millis(dice.nextInt(300));
        }
        cluster.exporter().kill();
        if (dice.nextBoolean()) {
            kill(victim);
        } else {
            output.onFault();
        }
        cluster.startExporter();
    }

    /** Steps the clocks to a random offset, possibly back to the right time. They keep it until the next step. */
    private void stepClocks(List<Instance> instances) {
        Duration ahead = CLOCKS.get(dice.nextInt(CLOCKS.size()));
        instances.forEach(instance -> instance.setClock(ahead));
        Pause.of(FakeClock.NOTICED);
        output.onFault();
    }

    /**
     * Disturbs the registry for a while, in which an instance and an exporter without cached schemas start and the others
     * meet new ids.
     */
    private void disturbRegistry(Instance victim) {
        List<Condition> conditions = List.of(Condition.SLOW, Condition.FAILS, Condition.DENIES, Condition.HANGS);
        cluster.registry().become(conditions.get(dice.nextInt(conditions.size())));
        victim.kill();
        cluster.exporter().kill();
        cluster.start(victim);
        cluster.startExporter();
        long end = System.nanoTime() + (SHORTEST_OUTAGE_MS + dice.nextInt(LONGEST_OUTAGE_MS)) * 1_000_000L;
        while (System.nanoTime() < end) {
            cluster.revive();
            Pause.millis(200);
        }
        output.onFault();
        cluster.registry().become(Condition.WELL);
    }

    /** The broker must refuse the batch: instances would have to decompress whatever it accepts. */
    private void sendBomb() {
        output.onFault();
        Optional<Errors> answer = new CompressionBomb(CompressionType.ZSTD, 600, 1_000_000)
                .send(cluster.broker().bootstrapServers(), TopicNames.DEFAULT.of(Topics.VISITS), 0);
        if (answer.isEmpty() || answer.get() == Errors.NONE) {
            throw new RunException("the broker did not refuse a compression bomb: " + answer);
        }
    }

    private void comeOrGo(Instance guest) {
        if (!guest.isWanted()) {
            output.onFault();
            cluster.start(guest);
        } else if (dice.nextBoolean()) {
            guest.terminate();
            output.onFault();
        } else {
            guest.kill();
            output.onFault();
        }
    }

    /** Moves as-of on by a minute, some hours or some days. */
    private void step() {
        long minutes =
                switch (dice.nextInt(3)) {
                    case 0 -> 1;
                    case 1 -> 1 + dice.nextInt(26 * 60);
                    default -> 1 + dice.nextInt(12 * 24 * 60);
                };
        Instant later = cluster.asOf().plus(Duration.ofMinutes(minutes));
        if (later.isBefore(LAST_AS_OF)) {
            cluster.setAsOf(later);
        }
    }
}
