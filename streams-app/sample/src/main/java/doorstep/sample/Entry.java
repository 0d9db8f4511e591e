// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a sample file: text by column, and the times that determine its position in the file. Immutable.
 *
 * @param at when it happened
 * @param entered when it was entered, not before {@code at}
 */
record Entry(Map<String, String> cells, int version, LocalDateTime at, LocalDateTime entered, boolean withdrawn) {
    Entry {
        cells = Map.copyOf(cells);
        if (entered.isBefore(at)) {
            throw new IllegalArgumentException(cells + " entered at " + entered + ", happened at " + at);
        }
    }

    /** @param columnsAndTexts a column, its text, the next column, … */
    static Entry of(LocalDateTime at, LocalDateTime entered, String... columnsAndTexts) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columnsAndTexts.length; i += 2) {
            cells.put(columnsAndTexts[i], columnsAndTexts[i + 1]);
        }
        return new Entry(cells, 0, at, entered, false);
    }

    String get(String column) {
        return cells.getOrDefault(column, "");
    }

    Entry with(String column, String text) {
        Map<String, String> changed = new HashMap<>(cells);
        changed.put(column, text);
        return new Entry(changed, version, at, entered, withdrawn);
    }

    Entry in(SampleLocation unit) {
        return with("district", unit.district()).with("station", unit.name());
    }

    Entry at(LocalDateTime other) {
        return new Entry(cells, version, other, entered, withdrawn);
    }

    Entry entered(LocalDateTime other) {
        return new Entry(cells, version, at, other, withdrawn);
    }

    Entry version(int other) {
        return new Entry(cells, other, at, entered, withdrawn);
    }

    Entry asWithdrawn() {
        return new Entry(cells, version, at, entered, true);
    }

    List<String> texts(List<String> columns) {
        return columns.stream().map(this::get).toList();
    }
}
