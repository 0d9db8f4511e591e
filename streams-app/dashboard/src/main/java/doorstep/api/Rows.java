// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page of rows.
 *
 * @param lines values in the order of the columns: strings, numbers, booleans, lists and maps, or null
 * @param next where the page ended; empty if it is the last one
 */
public record Rows(List<String> columns, List<? extends List<?>> lines, Optional<PageCursor> next) {
    List<Map<String, Object>> objects() {
        return lines.stream().map(this::object).toList();
    }

    private Map<String, Object> object(List<?> line) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), line.get(i));
        }
        return values;
    }

    /** A header and the rows. */
    List<List<?>> withHeader() {
        List<List<?>> all = new ArrayList<>();
        all.add(columns);
        all.addAll(lines);
        return all;
    }
}
