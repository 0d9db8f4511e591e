// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.export.RowWriter;
import doorstep.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** How the rows of a table are written to a file, and read again. */
public interface FileFormat {
    /** The format's name, which is the end of its files' names too. */
    String name();

    /** @param file that does not exist */
    RowWriter write(Path file, Table table) throws IOException;

    /** Reads a file that this version or an earlier one wrote: columns that it lacks are null. */
    void read(Path file, Table table, Consumer<List<Object>> sink) throws IOException;

    /** The files of a table as a query of DuckDB. */
    String query(Table table, String glob);

    default String fileName(Table table) {
        return table.name() + "." + name();
    }
}
