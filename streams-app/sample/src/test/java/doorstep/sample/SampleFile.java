// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file of the sample, read without any of Doorstep's code: the files contain no quotes, so splitting at commas
 * suffices.
 */
record SampleFile(List<Map<String, String>> rows) {

    static SampleFile read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] header = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(line).doesNotContain("\"");
            assertThat(cells).as(line).hasSameSizeAs(header);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.length; i++) {
                row.put(header[i], cells[i]);
            }
            rows.add(row);
        }
        return new SampleFile(rows);
    }

    /** The row with the highest version of each id, including withdrawn ones. */
    List<Map<String, String>> last(String... idColumns) {
        Map<String, Map<String, String>> last = new HashMap<>();
        for (Map<String, String> row : rows) {
            last.merge(id(row, idColumns), row, (a, b) -> version(b) > version(a) ? b : a);
        }
        return List.copyOf(last.values());
    }

    /** The rows that count: those with the highest version of each id that are not withdrawn. */
    List<Map<String, String>> surviving(String... idColumns) {
        return last(idColumns).stream().filter(row -> !isWithdrawn(row)).toList();
    }

    static String id(Map<String, String> row, String... idColumns) {
        StringBuilder id = new StringBuilder();
        for (String column : idColumns) {
            id.append(row.get(column)).append(':');
        }
        return id.toString();
    }

    static int version(Map<String, String> row) {
        return Integer.parseInt(row.get("version"));
    }

    static boolean isWithdrawn(Map<String, String> row) {
        return row.get("withdrawn").equals("yes");
    }
}
