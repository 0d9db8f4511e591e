// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A text table with aligned columns: texts to the left, numbers to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headers = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> lines = new ArrayList<>();

    public Table text(String header) {
        return column(header, false);
    }

    public Table number(String header) {
        return column(header, true);
    }

    public Table column(String header, boolean isNumber) {
        headers.add(header);
        right.add(isNumber);
        return this;
    }

    /** @param cells one per column */
    public Table line(String... cells) {
        return line(List.of(cells));
    }

    public Table line(List<String> cells) {
        if (cells.size() != headers.size()) {
            throw new IllegalArgumentException(cells.size() + " cells in " + headers.size() + " columns");
        }
        lines.add(List.copyOf(cells));
        return this;
    }

    public void print(PrintWriter out) {
        print(out, "");
    }

    public void print(PrintWriter out, String indent) {
        int[] widths = new int[headers.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(headers.get(i));
            for (List<String> line : lines) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(line.get(i)));
            }
        }
        out.println(indent + lineOf(headers, widths));
        lines.forEach(line -> out.println(indent + lineOf(line, widths)));
    }

    private String lineOf(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blank = " ".repeat(widths[i] - DisplayWidth.of(cells.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(right.get(i) ? blank + cells.get(i) : cells.get(i) + blank);
        }
        return line.toString().stripTrailing();
    }
}
