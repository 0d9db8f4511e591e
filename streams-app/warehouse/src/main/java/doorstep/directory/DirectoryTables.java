// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.directory.ExportFiles.Directory;
import doorstep.export.ExportException;
import doorstep.exported.ExportedTables;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of a directory of exports, read as they are. Takes no lock, for finished exports do not change. */
public final class DirectoryTables implements ExportedTables {
    private final DuckDbViews views;
    private final long last;

    private DirectoryTables(DuckDbViews views, long last) {
        this.views = views;
        this.last = last;
    }

    /** @throws ExportException if there is no finished export in this format */
    public static DirectoryTables open(Path directory, FileFormat format) {
        try {
            Path root = directory.toRealPath();
            List<Directory> exports = new ExportFiles(root).finished();
            if (exports.isEmpty()) {
                throw new ExportException("there is no export in " + directory);
            }
            Directory last = exports.get(exports.size() - 1);
            String found = Manifest.read(last.path()).format();
            if (!found.equals(format.name())) {
                throw new ExportException(directory + " holds exports as " + found + ", not as " + format.name());
            }
            return new DirectoryTables(new DuckDbViews(exports, format, inSql(root) + "/"), last.number());
        } catch (IOException e) {
            throw new ExportException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    /** In a text of SQL, where a path is a pattern. */
    static String inSql(Path path) {
        return path.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    }

    /** Without what another export adds meanwhile. */
    @Override
    public String query(Table table, Path scratch) {
        String rows = views.query(table);
        String number = table.equals(Tables.EXPORTS) ? "number" : "export";
        return table.kind() == Table.Kind.LATEST
                ? rows
                : "select * from (" + rows + ") where " + number + " <= " + last;
    }

    @Override
    public void close() {}
}
