// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.table.Table;
import java.util.List;
import java.util.function.Consumer;

/** Reads a table by a cursor, so that its rows are not all in memory. */
final class RowCursor {
    private static final int FETCHED_ROWS = 2000;

    private RowCursor() {}

    /** No rows if there is no such table. */
    static void read(Session session, Catalog catalog, Table table, Consumer<List<Object>> sink) {
        catalog.columnsToRead(table).ifPresent(columns -> {
            // A name of its own: the driver prepares what it fetches, and each table has other columns.
            String cursor = session.quoted("rows of " + table.name());
            session.execute("declare " + cursor + " no scroll cursor for select " + columns + " from "
                    + session.quoted(table.name()));
            List<List<Object>> rows;
            do {
                rows = session.query("fetch " + FETCHED_ROWS + " from " + cursor, row -> RowReader.read(table, row));
                rows.forEach(sink);
            } while (rows.size() == FETCHED_ROWS);
            session.execute("close " + cursor);
        });
    }
}
