// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A process that owns a store, and commits until it is killed or its standard input ends. It prints the number of each
 * commit when it is done. All rows of a commit, and the position, have that number.
 */
final class StoreChild {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);
    static final int ROWS = 40; // so few that the rows take no longer than the rest of a commit
    private static final int REPLACE_EVERY = 5;

    private StoreChild() {}

    public static void main(String[] args) {
        Thread lifeline = new Thread(StoreChild::endWithParent);
        lifeline.setDaemon(true);
        lifeline.start();
        try (SqliteRows store =
                SqliteRows.open(Path.of(args[0]), "cluster", warning -> System.out.println("warning"))) {
            Position last = store.positions().get(PARTITION);
            for (int number = last == null ? 1 : (int) last.next() + 1; ; number++) {
                commit(store, number);
                System.out.println(number);
            }
        } catch (StoreException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever written
            }
        } catch (IOException e) {
            // the same as the end
        }
        Runtime.getRuntime().halt(1);
    }

    private static void commit(RowStore store, int number) {
        Map<TopicPartition, Position> position = Map.of(PARTITION, new Position(new UUID(1, 1), number, true, 0));
        if (number % REPLACE_EVERY == 0) {
            try (RowStore.Replacement replacement = store.replace(1)) {
                replacement.add(rows(number).subList(0, ROWS / 2));
                replacement.add(rows(number).subList(ROWS / 2, rows(number).size()));
                replacement.commit(position);
            }
        } else {
            store.apply(rows(number), position);
        }
    }

    /** Those of all commits, and one of a cell that is new. */
    private static List<RowChange> rows(int number) {
        List<RowChange> rows = new ArrayList<>();
        for (int unit = 0; unit < ROWS; unit++) {
            rows.add(row("City/" + unit, unit, number));
        }
        rows.add(row("New/" + number, 0, number));
        return rows;
    }

    private static RowChange row(String unit, int day, int number) {
        return new RowChange(new Cell(1, unit, Slice.TOTAL, ""), WindowKind.DAY, day, Tally.of(0, number));
    }
}
