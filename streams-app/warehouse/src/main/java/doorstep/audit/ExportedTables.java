// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import doorstep.table.Table;

/** The tables as the last finished export left them; of facts, those since they were replaced last. */
public interface ExportedTables extends AutoCloseable {
    /** The rows of a table with all of its columns, as a query of DuckDB that is valid until {@link #close}. */
    String query(Table table);

    @Override
    void close();
}
