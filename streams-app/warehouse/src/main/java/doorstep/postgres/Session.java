// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.ExportException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One connection with one transaction, from the first statement to the commit. One COPY at a time can be under way on a
 * connection; any other statement, and a COPY into another table, ends it first. Not thread-safe.
 */
final class Session implements AutoCloseable {
    private final PostgresAddress address;
    private final Connection connection;
    private CopyIn copy;
    private String copiesInto;

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private Session(PostgresAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** Connects, and begins the transaction. */
    static Session open(PostgresAddress address) {
        Session session = new Session(address, connect(address));
        try {
            session.prepare();
            return session;
        } catch (ExportException e) {
            session.close();
            throw e;
        }
    }

    private static Connection connect(PostgresAddress address) {
        try {
            Connection connection = new Driver().connect(address.url(), address.properties());
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw failed(address, e);
        }
    }

    /**
     * Limits that suit short queries would end an export. A host that is gone has to be noticed soon, because its exporter
     * holds the lock.
     */
    private void prepare() {
        execute("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;"
                + " set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10;"
                + " set local tcp_keepalives_count = 3; set local search_path = " + quoted(address.schema()));
        String encoding = query("show server_encoding", row -> row.getString(1)).get(0);
        if (!encoding.equals("UTF8")) {
            throw new ExportException(
                    address + ": the encoding of the database is " + encoding + "; it has to be UTF8");
        }
    }

    /** @param sql one statement, or several separated by semicolons; none if empty */
    void execute(String sql) {
        endCopy();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @return how many rows were changed */
    long update(String sql, Object... parameters) {
        endCopy();
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeLargeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
        endCopy();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> results = new ArrayList<>();
            while (rows.next()) {
                results.add(mapper.map(rows));
            }
            return results;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }

    /**
     * Goes on with, or begins, a COPY.
     *
     * @param into table and columns
     * @param rows whole rows in COPY's text format
     */
    void copy(String into, CharSequence rows) {
        try {
            if (!into.equals(copiesInto)) {
                endCopy();
                copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
                copiesInto = into;
            }
            byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void endCopy() {
        CopyIn ended = copy;
        copy = null;
        copiesInto = null;
        try {
            if (ended != null) {
                ended.endCopy();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @return why it is not known whether the commit came through; empty if it did */
    Optional<ExportException> commit() {
        endCopy();
        try {
            connection.commit();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(failed(e));
        }
    }

    String quoted(String identifier) {
        try {
            return connection.unwrap(PGConnection.class).escapeIdentifier(identifier);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    String literal(String text) {
        try {
            return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    PostgresAddress address() {
        return address;
    }

    private ExportException failed(SQLException e) {
        return failed(address, e);
    }

    private static ExportException failed(PostgresAddress address, SQLException e) {
        String message = address + ": " + e.getMessage();
        return isOutage(e) ? ExportException.passing(message, e) : new ExportException(message, e);
    }

    /** Whether the server is away, was restarted, or has no connection left. */
    private static boolean isOutage(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() {
        try {
            connection.close(); // the server rolls back
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
