// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A database in this process, for one audit. Uses a temporary directory when memory is short, and no extensions. */
final class DuckDb implements AutoCloseable {
    private final Path scratch;
    private final Connection connection;

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    DuckDb() {
        try {
            scratch = Files.createTempDirectory("doorstep-audit");
            connection = DriverManager.getConnection("jdbc:duckdb:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw failed(e);
        }
        run("set autoinstall_known_extensions = false; set temp_directory = " + literal(scratch.toString()));
    }

    /** A directory for this audit alone. */
    Path scratch() {
        return scratch;
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** @param statements separated by semicolons */
    void run(String statements) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Runs a file of statements that lies beside this class. */
    void runFile(String name) {
        try (InputStream in = DuckDb.class.getResourceAsStream(name + ".sql")) {
            run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> rows(String query, RowMapper<T> mapper) {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(mapper.map(found));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static AuditException failed(SQLException e) {
        return new AuditException("the tables cannot be counted again: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
