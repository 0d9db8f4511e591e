// SPDX-License-Identifier: Apache-2.0
package doorstep.exported;

import doorstep.table.Table;
import java.nio.file.Path;

/** The tables as the last finished export left them; of facts, those since they were replaced last. */
public interface ExportedTables extends AutoCloseable {
    /**
     * The rows of a table with all of its columns, as a query of DuckDB.
     *
     * @param scratch a directory for files that the query reads
     */
    String query(Table table, Path scratch);

    @Override
    void close();
}
