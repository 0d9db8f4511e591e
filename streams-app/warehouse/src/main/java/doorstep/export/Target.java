// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where exports go. A target is open for one export at a time: opening it takes the right to write, where it has one.
 * Errors of a target are {@link ExportException}s. Not thread-safe.
 */
public interface Target extends AutoCloseable {
    /**
     * Finishes the export that a killed exporter has begun, if its deciding commit came through, and removes what it left
     * behind otherwise. Called first.
     *
     * @param again whether everything is read again: then tables may have rows without a number of an export. PostgreSQL,
     *     which has numbers of all tables in one place, removes such rows with the next export; Iceberg replaces those of
     *     facts and results, and keeps those of history, rejected and settings
     * @return the last finished export; empty before the first
     * @throws ExportException if another exporter is at work, or there are tables with rows and without a number
     */
    Optional<Export> last(boolean again);

    /**
     * Reads a table as the last finished export left it; of facts, those since they were replaced last. No rows if there is no such table.
     *
     * @param sink takes rows in any order
     */
    void read(Table table, Consumer<List<Object>> sink);

    /**
     * Begins an export.
     *
     * @param number one more than the last one's
     * @param replacesFacts whether tables of the kind {@link Table.Kind#FACTS} begin again with it
     */
    Run begin(long number, boolean replacesFacts);

    /** A directory for files that an export needs meanwhile; they are removed at the latest by the next one. */
    Path scratch();

    @Override
    void close();

    /** An export that is under way: nobody sees anything of it before it is committed. */
    interface Run extends AutoCloseable {
        /** Writes rows of a table that is not of the kind {@link Table.Kind#LATEST}; once for each table, one at a time or several. */
        RowWriter append(Table table);

        /** Changes a table of the kind {@link Table.Kind#LATEST}. */
        void change(Table table, LatestChanges changes);

        /**
         * Makes all of it visible at once, or nothing.
         *
         * @return what was written, by table, in the order of {@link doorstep.table.Tables#all}
         * @throws ExportException if another exporter has committed this number; nothing of this one remains
         */
        List<TableSummary> commit(Export export);

        /** Removes what was written, unless it is committed. */
        @Override
        void close();
    }
}
