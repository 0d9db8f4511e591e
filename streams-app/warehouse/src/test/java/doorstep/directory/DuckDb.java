// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB in a directory of exports, with its views. Nothing is downloaded. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb(Path directory) throws Exception {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        run("set autoinstall_known_extensions = false");
        run("set timezone = 'UTC'");
        run("set file_search_path = '" + directory + "'"); // instead of starting it there
        run(Files.readString(directory.resolve(ExportFiles.VIEWS)));
    }

    void run(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /** Rows as texts, columns joined by a vertical bar. */
    List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(found.getObject(i)));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
