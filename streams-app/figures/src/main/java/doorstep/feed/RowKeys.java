// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.tally.Cell;
import doorstep.tally.WindowKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Parses the keys of the rows of one family. A cell has rows of many windows, and a window of many cells, so each is parsed
 * and checked once and known by its bytes from then on. Not thread-safe.
 */
final class RowKeys {
    private static final int PARTS_OF_CELL = 3; // unit|breakdown=value|facet

    private record Window(WindowKind kind, long start) {}

    private final int family;
    private final Map<ByteBuffer, Cell> cells = new HashMap<>();
    private final Map<ByteBuffer, Window> windows = new HashMap<>();

    RowKeys(int family) {
        this.family = family;
    }

    /** Empty if the bytes are not exactly what the pipeline writes for some row: then another program wrote them. */
    Optional<ParsedKey> parse(byte[] key) {
        int end = endOfCell(key);
        Cell cell = cells.get(ByteBuffer.wrap(key, 0, end));
        Window window = windows.get(ByteBuffer.wrap(key, end, key.length - end));
        if (cell != null && window != null) {
            return Optional.of(new ParsedKey(cell, window.kind(), window.start()));
        }
        Optional<ParsedKey> parsed = ParsedKey.of(family, key);
        parsed.ifPresent(it -> {
            cells.putIfAbsent(ByteBuffer.wrap(Arrays.copyOf(key, end)), it.cell());
            windows.putIfAbsent(
                    ByteBuffer.wrap(Arrays.copyOfRange(key, end, key.length)), new Window(it.kind(), it.start()));
        });
        return parsed;
    }

    /** The index of the separator before the window; the length if there is none. */
    private static int endOfCell(byte[] key) {
        int parts = 0;
        for (int i = 0; i < key.length; i++) {
            if (key[i] == '|' && ++parts == PARTS_OF_CELL) {
                return i;
            }
        }
        return key.length;
    }
}
