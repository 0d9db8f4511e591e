// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Changes of few rows, so that many meet the same one; a third are deletions. */
final class RandomChanges {
    static final List<WindowKind> KINDS =
            List.of(WindowKind.DAY, WindowKind.MONTH, WindowKind.LAST_7D, WindowKind.EVER);
    static final int FAMILIES = 3;
    static final int DAYS = 5;
    private static final String[] UNITS = {"*", "City", "City/Öst|=%", "City/Öst|=%/1", "City/West", "Land/'; drop --"};
    private static final UUID TOPIC = new UUID(1, 2);

    private final Random random;

    RandomChanges(long seed) {
        random = new Random(seed);
    }

    List<RowChange> some(int family) {
        List<RowChange> changes = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            changes.add(one(family));
        }
        return changes;
    }

    List<RowChange> some() {
        List<RowChange> changes = new ArrayList<>();
        for (int family = 1; family <= FAMILIES; family++) {
            changes.addAll(some(family));
        }
        return changes;
    }

    private RowChange one(int family) {
        Slice slice = random.nextBoolean() ? Slice.TOTAL : Slice.of(Breakdown.AREA, "a" + random.nextInt(3));
        Cell cell =
                new Cell(family, UNITS[random.nextInt(UNITS.length)], slice, random.nextBoolean() ? "" : "q:STARS_5");
        WindowKind kind = KINDS.get(random.nextInt(KINDS.size()));
        return new RowChange(cell, kind, kind.isCalendar() ? day(random.nextInt(DAYS)) : 0, tally());
    }

    /** Around 1970, to be sure of both signs. */
    static long day(int number) {
        return number - 2;
    }

    private Tally tally() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> Tally.ZERO;
            case 2 -> Tally.ofNamed("MOOD", -random.nextInt(5)).plus(Tally.of(70, 3));
            default -> Tally.ofSlots(random.nextInt(1_000), -random.nextInt(3), random.nextLong() >> 20, 1);
        };
    }

    Map<TopicPartition, Position> position() {
        return Map.of(
                new TopicPartition("topic-" + random.nextInt(2), random.nextInt(3)),
                new Position(TOPIC, random.nextInt(1_000), random.nextBoolean(), random.nextLong() >>> 20));
    }
}
