// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.codec.ByteReader;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** A read transaction. */
final class SqliteSnapshot implements RowStore.Snapshot {
    @FunctionalInterface
    private interface Query<T> {
        /** @param table of the family's rows */
        T run(String table) throws SQLException;
    }

    /** Looking up a cell takes as long as passing over so many that are not wanted: measured, see the bench. */
    private static final int LOOK_UP_COST = 4;

    private final StoreFiles files;
    private final SnapshotPool pool;
    private final Cells cells;
    private final Session session;
    private final List<String> tables;
    private volatile boolean cancelled;
    private boolean closed; // guarded by this object's monitor
    private boolean failed;

    private SqliteSnapshot(StoreFiles files, SnapshotPool pool, Cells cells, Session session, List<String> tables) {
        this.files = files;
        this.pool = pool;
        this.cells = cells;
        this.session = session;
        this.tables = tables;
    }

    static SqliteSnapshot open(StoreFiles files, SnapshotPool pool, Cells cells) {
        try {
            Session session = pool.take();
            try {
                // The first query begins the transaction.
                return new SqliteSnapshot(files, pool, cells, session, Schema.tables(session));
            } catch (SQLException | RuntimeException | Error e) {
                pool.discard(session);
                throw e;
            }
        } catch (SQLException e) {
            throw files.failure(e);
        }
    }

    @Override
    public Tally get(int cell, WindowKind kind, long start) {
        return ask(cells.get(cell).family(), Tally.ZERO, table -> {
            PreparedStatement query = session.prepared("select tally from " + table + " where win = ? and cell = ?");
            query.setInt(1, WindowNumber.of(kind, start));
            query.setInt(2, cell);
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? tally(found, 1) : Tally.ZERO;
            }
        });
    }

    @Override
    public void forEach(int family, WindowKind kind, long start, BitSet wanted, RowStore.Visitor visitor) {
        if (!wanted.isEmpty()) {
            int window = WindowNumber.of(kind, start);
            long span = (long) wanted.length() - wanted.nextSetBit(0);
            boolean few = (long) wanted.cardinality() * LOOK_UP_COST < span;
            ask(
                    family,
                    null,
                    table -> few ? lookUp(table, window, wanted, visitor) : scan(table, window, wanted, visitor));
        }
    }

    private Void lookUp(String table, int window, BitSet wanted, RowStore.Visitor visitor) throws SQLException {
        StringJoiner numbers = new StringJoiner(",", "[", "]");
        wanted.stream().forEach(cell -> numbers.add(Integer.toString(cell)));
        // The cross join keeps the order: each number is looked up in the table.
        PreparedStatement query = session.prepared(
                "select cell, tally from json_each(?) cross join " + table + " on win = ? and cell = value");
        query.setString(1, numbers.toString());
        query.setInt(2, window);
        try (ResultSet found = query.executeQuery()) {
            while (next(found)) {
                visitor.row(found.getInt(1), tally(found, 2));
            }
        }
        return null;
    }

    private Void scan(String table, int window, BitSet wanted, RowStore.Visitor visitor) throws SQLException {
        PreparedStatement query =
                session.prepared("select cell, tally from " + table + " where win = ? and cell between ? and ?");
        query.setInt(1, window);
        query.setInt(2, wanted.nextSetBit(0));
        query.setInt(3, wanted.length() - 1);
        try (ResultSet found = query.executeQuery()) {
            while (next(found)) {
                int cell = found.getInt(1);
                if (wanted.get(cell)) {
                    visitor.row(cell, tally(found, 2));
                }
            }
        }
        return null;
    }

    @Override
    public void forEach(int family, RowStore.RowVisitor visitor) {
        ask(family, null, table -> {
            try (ResultSet found =
                    session.prepared("select win, cell, tally from " + table).executeQuery()) {
                while (next(found)) {
                    int window = found.getInt(1);
                    visitor.row(
                            found.getInt(2), WindowNumber.kind(window), WindowNumber.start(window), tally(found, 3));
                }
            }
            return null;
        });
    }

    @Override
    public Optional<WorkItem> item(String id) {
        return ask(RowStore.WORKLIST, Optional.empty(), table -> {
            try (ResultSet found = WorklistTable.query(session, table, id).executeQuery()) {
                return found.next() ? Optional.of(item(found)) : Optional.empty();
            }
        });
    }

    @Override
    public void forEachItem(Consumer<WorkItem> visitor) {
        ask(RowStore.WORKLIST, null, table -> {
            try (ResultSet found = session.prepared("select item from " + table).executeQuery()) {
                while (next(found)) {
                    visitor.accept(item(found));
                }
            }
            return null;
        });
    }

    @Override
    public boolean holds(Change change) {
        return ask(change.family(), false, table -> KeyLookup.holds(session, cells, table, change));
    }

    @Override
    public OptionalLong firstStart(int family, WindowKind kind) {
        return ask(family, OptionalLong.empty(), table -> {
            PreparedStatement query = session.prepared("select min(win) from " + table + " where win between ? and ?");
            query.setInt(1, WindowNumber.first(kind));
            query.setInt(2, WindowNumber.last(kind));
            try (ResultSet found = query.executeQuery()) {
                found.next(); // an aggregate always has one row
                int number = found.getInt(1);
                return found.wasNull() ? OptionalLong.empty() : OptionalLong.of(WindowNumber.start(number));
            }
        });
    }

    private <T> T ask(int family, T none, Query<T> query) {
        requireNotCancelled();
        String table = Schema.rows(family);
        if (!tables.contains(table)) {
            return none;
        }
        try {
            return query.run(table);
        } catch (SQLException e) {
            failed = true;
            throw cancelled ? StoreException.cancelled(e) : files.failure(e);
        }
    }

    private boolean next(ResultSet found) throws SQLException {
        requireNotCancelled();
        return found.next();
    }

    private Tally tally(ResultSet found, int column) throws SQLException {
        try {
            return Tally.readFrom(new ByteReader(found.getBytes(column)));
        } catch (RuntimeException e) {
            throw files.damage(e);
        }
    }

    private WorkItem item(ResultSet found) throws SQLException {
        try {
            return WorklistTable.item(found.getBytes(1));
        } catch (IOException | RuntimeException e) {
            throw files.damage(e);
        }
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw StoreException.cancelled(null);
        }
    }

    /** Interrupts a query within one step too, as when it looks for cells that are not there. */
    @Override
    public void cancel() {
        cancelled = true;
        synchronized (this) {
            if (!closed) {
                try {
                    session.interrupt();
                } catch (SQLException e) {
                    throw files.failure(e);
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) { // from here on the session may serve others
            if (closed) {
                return;
            }
            closed = true;
        }
        if (failed) {
            pool.discard(session);
            return;
        }
        try {
            session.endReading();
            pool.giveBack(session);
        } catch (SQLException e) {
            pool.discard(session);
        }
    }
}
