// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the tables of a target as one finished export left them, whatever others do meanwhile; changes nothing. */
public interface TableReader extends AutoCloseable {
    /**
     * Reads a table; of facts, those since they were replaced last. No rows if there is no such table.
     *
     * @param sink takes rows in any order
     */
    void read(Table table, Consumer<List<Object>> sink);

    /** Parquet files that have these rows and no others; empty if there are none, and only {@link #read} gives the rows. */
    default Optional<List<Path>> files(Table table) {
        return Optional.empty();
    }

    @Override
    void close();
}
