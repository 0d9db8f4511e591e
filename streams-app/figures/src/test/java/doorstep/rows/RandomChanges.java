// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Changes of few rows, so that many meet the same one; a third are deletions. Family 0 is the worklist. */
final class RandomChanges {
    static final List<WindowKind> KINDS =
            List.of(WindowKind.DAY, WindowKind.MONTH, WindowKind.LAST_7D, WindowKind.EVER);
    static final int FAMILIES = 3;
    static final int DAYS = 5;
    private static final String[] UNITS = {"*", "City", "City/Öst|=%", "City/Öst|=%/1", "City/West", "Land/'; drop --"};
    private static final String[] IDS = {"d1", "'; drop --", "callback:VISIT:v1:OVERALL", "nul\0nul", "走访-7", "d\n2"};
    private static final UUID TOPIC = new UUID(1, 2);

    private final Random random;

    RandomChanges(long seed) {
        random = new Random(seed);
    }

    List<Change> some(int family) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            changes.add(family == RowStore.WORKLIST ? item() : one(family));
        }
        return changes;
    }

    List<Change> some() {
        List<Change> changes = new ArrayList<>();
        for (int family = RowStore.WORKLIST; family <= FAMILIES; family++) {
            changes.addAll(some(family));
        }
        return changes;
    }

    static List<String> ids() {
        return List.of(IDS);
    }

    private ItemChange item() {
        String id = IDS[random.nextInt(IDS.length)];
        return random.nextInt(3) == 0
                ? new ItemChange(id, Optional.empty())
                : new ItemChange(
                        id, Optional.of(item(id, UNITS[1 + random.nextInt(UNITS.length - 1)], random.nextInt(9))));
    }

    /** @param returned tells versions apart */
    static WorkItem item(String id, String unit, int returned) {
        return WorkItem.newBuilder()
                .setId(id)
                .setKind("DUTY")
                .setCategory(returned % 2 == 0 ? "DELEGATE" : null)
                .setUnit(unit)
                .setSource("TEST")
                .setOpenedAt(Instant.ofEpochMilli(1_700_000_000_001L))
                .setReturned(returned)
                .setReopened(0)
                .build();
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
