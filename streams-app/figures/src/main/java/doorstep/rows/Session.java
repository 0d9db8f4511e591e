// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** A connection to the file, with its prepared statements. For use by one thread at a time. */
final class Session implements AutoCloseable {
    /** What one transaction does. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    private static final int WRITER_CACHE_KB = 64 * 1_024;
    private static final int READER_CACHE_KB = 16 * 1_024;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * The only session that writes. What was committed survives the end of the process. A power failure may take the
     * last commits, rows and positions alike: they are read again, so that no commit has to wait for the disk.
     */
    static Session writing(Path file) throws SQLException {
        SQLiteConfig config = config(WRITER_CACHE_KB);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Session session = open(file, config);
        session.execute("pragma wal_autocheckpoint = 0"); // the writer decides when
        return session;
    }

    /** A session that is in a transaction from its first query to {@link #endReading}, and begins the next one then. */
    static Session reading(Path file) throws SQLException {
        SQLiteConfig config = config(READER_CACHE_KB);
        config.setReadOnly(true);
        Session session = open(file, config);
        session.connection.setAutoCommit(false);
        return session;
    }

    private static SQLiteConfig config(int cacheKb) {
        SQLiteConfig config = new SQLiteConfig();
        config.setCacheSize(-cacheKb);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private static Session open(Path file, SQLiteConfig config) throws SQLException {
        // As an URI, because the driver would take what follows a question mark for options.
        Connection connection =
                config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
        Session session = new Session(connection);
        try {
            session.execute(
                    "pragma cell_size_check = on"); // damage is noticed when a page is read, not some rows later
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** The statement of a text, compiled once. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Does the whole work or nothing. */
    void transaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            forgetStatements(); // the driver closes those that fail
            rollBack(e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void rollBack(Throwable cause) throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // SQLite has done it already, as when the disk is full
            execute("begin"); // the driver is about to end a transaction
        }
    }

    void endReading() throws SQLException {
        connection.rollback();
    }

    /** Ends what another thread does in this session, with an error. */
    void interrupt() throws SQLException {
        connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
    }

    private void forgetStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    @Override
    public void close() throws SQLException {
        forgetStatements();
        connection.close();
    }
}
