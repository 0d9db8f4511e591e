// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.RowWriter;
import doorstep.table.Column;
import doorstep.table.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows into a table by COPY, some at a time. */
final class CopyWriter implements RowWriter {
    private static final int BATCH = 1 << 16;

    private final Session session;
    private final Table table;
    private final CopyText text;
    private final String into;
    private final StringBuilder batch = new StringBuilder(BATCH + 1024);
    private long rows;

    /** @param name of the table that takes them, with the columns of {@code table} */
    CopyWriter(Session session, String name, Table table) {
        this.session = session;
        this.table = table;
        text = new CopyText(table);
        into = session.quoted(name) + " (" + columns(session, table) + ")";
    }

    static String columns(Session session, Table table) {
        return table.columns().stream().map(Column::name).map(session::quoted).collect(Collectors.joining(", "));
    }

    @Override
    public void add(List<Object> row) {
        text.append(batch, row);
        rows++;
        if (batch.length() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        session.copy(into, batch);
        batch.setLength(0);
    }

    Table table() {
        return table;
    }

    /** How many were added. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        if (batch.length() > 0) {
            flush();
        }
    }
}
