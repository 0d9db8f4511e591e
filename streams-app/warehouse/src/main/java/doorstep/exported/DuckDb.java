// SPDX-License-Identifier: Apache-2.0
package doorstep.exported;

import doorstep.table.Table;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** A database in this process, for exported tables. Uses a temporary directory when memory is short, and no extensions. */
public final class DuckDb implements AutoCloseable {
    private final Path scratch;
    private final Connection connection;
    private final Set<String> declared = new HashSet<>();

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Takes one row of a result. */
    @FunctionalInterface
    public interface RowSink {
        void accept(ResultSet row) throws SQLException;
    }

    public DuckDb() {
        try {
            scratch = Files.createTempDirectory("doorstep-tables");
            connection = DriverManager.getConnection("jdbc:duckdb:", streaming());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw failed(e);
        }
        run("set autoinstall_known_extensions = false; set temp_directory = " + literal(scratch.toString()));
    }

    /** A result is not kept in memory as a whole. */
    private static Properties streaming() {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        return properties;
    }

    /** Makes views of exported tables that have none yet. */
    public void declare(ExportedTables exported, Table... tables) {
        for (Table table : tables) {
            if (declared.add(table.name())) {
                run("create view " + table.name() + " as " + exported.query(table, scratch));
            }
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** @param statements separated by semicolons */
    public void run(String statements) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Runs a file of statements that lies beside a class. */
    public void runFile(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".sql")) {
            run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Makes a table anew, with one column called text. */
    public void replaceTexts(String table, Collection<String> texts) {
        run("create or replace table " + table + " (text varchar)");
        try (DuckDBAppender appender = ((DuckDBConnection) connection).createAppender(table)) {
            for (String text : texts) {
                appender.beginRow().append(text).endRow();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public <T> List<T> rows(String query, RowMapper<T> mapper, Object... parameters) {
        List<T> rows = new ArrayList<>();
        forEach(query, row -> rows.add(mapper.map(row)), parameters);
        return rows;
    }

    /** Reads rows one by one, however many there are; the sink must not query. */
    public void forEach(String query, RowSink sink, Object... parameters) {
        try (PreparedStatement statement = prepared(query, parameters);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                sink.accept(found);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Like {@link #forEach}, over a connection of its own, so that several threads may do it at once. */
    public void forEachApart(String query, RowSink sink) {
        try (Connection own = ((DuckDBConnection) connection).duplicate();
                Statement statement = own.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                sink.accept(found);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static ExportedTablesException failed(SQLException e) {
        return new ExportedTablesException("the exported tables cannot be read: " + e.getMessage(), e);
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
