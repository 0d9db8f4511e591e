// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.tally.Cell;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/** What the store {@code windows} holds, with cells in place of their numbers, which depend on the order of events. */
public final class StoredTallies {
    private StoredTallies() {}

    /** @param entries task, key and value of each entry, keys and values as hexadecimal digits */
    public static SortedSet<String> of(List<String> entries) {
        Map<String, Cell> cells = cells(entries);
        SortedSet<String> tallies = new TreeSet<>();
        for (String entry : entries) {
            String[] parts = entry.split(" ", -1);
            long row = row(parts[1]);
            if (RowNumber.kind(row) != RowNumber.CELL) {
                tallies.add(parts[0] + " " + cells.get(parts[0] + RowNumber.cell(row)) + " " + RowNumber.kind(row) + " "
                        + RowNumber.start(row) + " " + parts[2]);
            }
        }
        return tallies;
    }

    /** The cells by task and number. */
    public static Map<String, Cell> cells(List<String> entries) {
        Map<String, Cell> cells = new HashMap<>();
        for (String entry : entries) {
            String[] parts = entry.split(" ", -1);
            long row = row(parts[1]);
            if (RowNumber.kind(row) == RowNumber.CELL) {
                byte[] value = HexFormat.of().parseHex(parts[2]);
                cells.put(parts[0] + RowNumber.cell(row), Cell.readFrom(new ByteReader(value)));
            }
        }
        return cells;
    }

    /** Whether an entry is the tally of a minute. */
    public static boolean isMinute(String entry) {
        return RowNumber.kind(row(entry.split(" ", -1)[1])) == RowNumber.MINUTE;
    }

    private static long row(String key) {
        return RowNumber.ofKey(Bytes.wrap(HexFormat.of().parseHex(key)));
    }
}
