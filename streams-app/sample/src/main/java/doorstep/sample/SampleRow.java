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
record SampleRow(Map<String, String> cells, int version, LocalDateTime at, LocalDateTime entered, boolean withdrawn) {
    SampleRow {
        cells = Map.copyOf(cells);
        if (entered.isBefore(at)) {
            throw new IllegalArgumentException(cells + " entered at " + entered + ", happened at " + at);
        }
    }

    /** @param columnsAndTexts a column, its text, the next column, … */
    static SampleRow of(LocalDateTime at, LocalDateTime entered, String... columnsAndTexts) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columnsAndTexts.length; i += 2) {
            cells.put(columnsAndTexts[i], columnsAndTexts[i + 1]);
        }
        return new SampleRow(cells, 0, at, entered, false);
    }

    String get(String column) {
        return cells.getOrDefault(column, "");
    }

    SampleRow with(String column, String text) {
        Map<String, String> changed = new HashMap<>(cells);
        changed.put(column, text);
        return new SampleRow(changed, version, at, entered, withdrawn);
    }

    SampleRow in(SampleLocation unit) {
        return with("district", unit.district()).with("station", unit.name());
    }

    SampleRow at(LocalDateTime other) {
        return new SampleRow(cells, version, other, entered, withdrawn);
    }

    SampleRow entered(LocalDateTime other) {
        return new SampleRow(cells, version, at, other, withdrawn);
    }

    SampleRow version(int other) {
        return new SampleRow(cells, other, at, entered, withdrawn);
    }

    SampleRow asWithdrawn() {
        return new SampleRow(cells, version, at, entered, true);
    }

    List<String> texts(List<String> columns) {
        return columns.stream().map(this::get).toList();
    }
}
