// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.codec.ByteWriter;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;

/** Writes cells, rows and positions. For use by one thread. */
final class RowWriter {
    /** A change in the order of the file, in which neighbours lie on one page. */
    private record Placed(int family, int window, int cell, Tally tally) {
        static final Comparator<Placed> ORDER = Comparator.comparingInt(Placed::family)
                .thenComparingInt(Placed::window)
                .thenComparingInt(Placed::cell);
    }

    private final Session session;
    private final Cells cells;
    private final ByteWriter buffer = new ByteWriter();
    private int cellsInFile;

    private RowWriter(Session session, Cells cells) {
        this.session = session;
        this.cells = cells;
        cellsInFile = cells.size();
    }

    /** Reads the cells of the file. */
    static RowWriter load(Session session) throws SQLException {
        Cells cells = new Cells();
        try (ResultSet found = session.prepared(
                        "select number, family, unit, breakdown, value, facet from cells order by number")
                .executeQuery()) {
            while (found.next()) {
                int breakdown = found.getInt(4);
                Slice slice = breakdown == 0 ? Slice.TOTAL : Slice.of(Breakdown.ofCode(breakdown), found.getString(5));
                int number = cells.of(new Cell(found.getInt(2), found.getString(3), slice, found.getString(6)));
                if (number != found.getInt(1)) {
                    throw new IllegalStateException("cell " + found.getInt(1) + " follows cell " + (number - 1));
                }
            }
        }
        return new RowWriter(session, cells);
    }

    Cells cells() {
        return cells;
    }

    Map<TopicPartition, Position> positions() throws SQLException {
        Map<TopicPartition, Position> positions = new HashMap<>();
        try (ResultSet found = session.prepared("select topic, part, id, next, complete, known_at_ms from positions")
                .executeQuery()) {
            while (found.next()) {
                positions.put(
                        new TopicPartition(found.getString(1), found.getInt(2)),
                        new Position(
                                UUID.fromString(found.getString(3)),
                                found.getLong(4),
                                found.getBoolean(5),
                                found.getLong(6)));
            }
        }
        return positions;
    }

    void apply(List<? extends Change> changes, Map<TopicPartition, Position> positions) throws SQLException {
        change(() -> {
            put(changes, Schema::rows);
            put(positions);
        });
    }

    /** Begins to read a family anew. */
    void stage(int family) throws SQLException {
        session.transaction(() -> {
            Schema.drop(session, Schema.staged(family));
            Schema.createRows(session, family, Schema.staged(family));
        });
    }

    void addStaged(List<? extends Change> changes) throws SQLException {
        change(() -> put(changes, Schema::staged));
    }

    /** Whether a row is among those that are read anew. */
    boolean isStaged(Change row) throws SQLException {
        return KeyLookup.holds(session, cells, Schema.staged(row.family()), row);
    }

    /** Gives what was staged the place of the family's rows. */
    void swap(int family, Map<TopicPartition, Position> positions) throws SQLException {
        change(() -> {
            Schema.drop(session, Schema.rows(family));
            session.execute("alter table " + Schema.staged(family) + " rename to " + Schema.rows(family));
            put(positions);
        });
    }

    void dropStaged(int family) throws SQLException {
        session.transaction(() -> Schema.drop(session, Schema.staged(family)));
    }

    /** Does the work in one transaction with the cells that are new. */
    private void change(Session.Work work) throws SQLException {
        int[] known = new int[1];
        session.transaction(() -> {
            work.run();
            known[0] = cells.size();
            putCells(known[0]);
        });
        cellsInFile = known[0];
    }

    private void putCells(int end) throws SQLException {
        if (end > cellsInFile) {
            PreparedStatement insert = session.prepared("insert into cells values (?, ?, ?, ?, ?, ?)");
            for (int number = cellsInFile; number < end; number++) {
                Cell cell = cells.get(number);
                insert.setInt(1, number);
                insert.setInt(2, cell.family());
                insert.setString(3, cell.unit());
                insert.setInt(4, cell.slice().breakdown().map(Breakdown::code).orElse(0));
                insert.setString(5, cell.slice().value());
                insert.setString(6, cell.facet());
                insert.executeUpdate();
            }
        }
    }

    private void put(List<? extends Change> changes, IntFunction<String> table) throws SQLException {
        List<Placed> placed = new ArrayList<>(changes.size());
        List<ItemChange> items = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof RowChange row) {
                placed.add(new Placed(
                        row.family(), WindowNumber.of(row.kind(), row.start()), cells.of(row.cell()), row.tally()));
            } else if (change instanceof ItemChange item) {
                items.add(item);
            } else {
                throw new AssertionError(change);
            }
        }
        if (!items.isEmpty()) {
            Schema.createRows(session, RowStore.WORKLIST, table.apply(RowStore.WORKLIST));
            WorklistTable.put(session, table.apply(RowStore.WORKLIST), items);
        }
        placed.sort(Placed.ORDER); // changes of one row keep their order
        for (int from = 0; from < placed.size(); ) {
            int to = from;
            while (to < placed.size()
                    && placed.get(to).family() == placed.get(from).family()) {
                to++;
            }
            int family = placed.get(from).family();
            Schema.createRows(session, family, table.apply(family));
            put(placed.subList(from, to), table.apply(family));
            from = to;
        }
    }

    private void put(List<Placed> rows, String table) throws SQLException {
        PreparedStatement upsert = session.prepared("insert into " + table
                + " values (?, ?, ?) on conflict (win, cell) do update set tally = excluded.tally");
        PreparedStatement delete = session.prepared("delete from " + table + " where win = ? and cell = ?");
        for (int i = 0; i < rows.size(); i++) {
            Placed row = rows.get(i);
            if (i + 1 < rows.size() && Placed.ORDER.compare(row, rows.get(i + 1)) == 0) {
                continue; // the next one is later
            }
            PreparedStatement statement = row.tally().isZero() ? delete : upsert;
            statement.setInt(1, row.window());
            statement.setInt(2, row.cell());
            if (!row.tally().isZero()) {
                row.tally().writeTo(buffer.reset());
                statement.setBytes(3, buffer.toBytes());
            }
            statement.executeUpdate();
        }
    }

    private void put(Map<TopicPartition, Position> positions) throws SQLException {
        PreparedStatement upsert = session.prepared("insert or replace into positions values (?, ?, ?, ?, ?, ?)");
        for (Map.Entry<TopicPartition, Position> entry : positions.entrySet()) {
            Position position = entry.getValue();
            upsert.setString(1, entry.getKey().topic());
            upsert.setInt(2, entry.getKey().partition());
            upsert.setString(3, position.topic().toString());
            upsert.setLong(4, position.next());
            upsert.setBoolean(5, position.complete());
            upsert.setLong(6, position.knownAtMs());
            upsert.executeUpdate();
        }
    }
}
