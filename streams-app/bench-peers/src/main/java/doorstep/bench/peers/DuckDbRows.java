// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.MeasuredStore;
import doorstep.bench.RowWindow;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.rows.Cells;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Rows in a table without key constraints, whose index would be rewritten with every change. Changes are staged; what
 * they replace is deleted, then they are inserted. The cells are in the heap only, which favours it.
 */
final class DuckDbRows implements MeasuredStore {
    private final Cells cells = new Cells();
    private final ByteWriter buffer = new ByteWriter();
    private final DuckDBConnection writer;
    private final Connection reader;

    DuckDbRows(Path file) throws SQLException {
        writer = DriverManager.getConnection("jdbc:duckdb:" + file).unwrap(DuckDBConnection.class);
        try (Statement statement = writer.createStatement()) {
            statement.execute("create table if not exists kept (kind integer, day integer, cell integer, tally blob)");
            statement.execute("create temp table staged (kind integer, day integer, cell integer, tally blob)");
        }
        reader = writer.duplicate();
    }

    @Override
    public Cells cells() {
        return cells;
    }

    @Override
    public void apply(List<RowChange> changes) {
        try (Statement statement = writer.createStatement()) {
            statement.execute("begin");
            stage(changes);
            statement.execute("delete from kept where (kind, day, cell) in (select (kind, day, cell) from staged)");
            statement.execute("insert into kept from staged where octet_length(tally) > 0");
            statement.execute("delete from staged");
            statement.execute("commit");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stage(List<RowChange> changes) throws SQLException {
        try (DuckDBAppender appender = writer.createAppender("temp", "main", "staged")) {
            for (RowChange change : changes) {
                buffer.reset();
                if (!change.tally().isZero()) {
                    change.tally().writeTo(buffer);
                }
                appender.beginRow();
                appender.append(change.kind().code());
                appender.append((int) change.start());
                appender.append(cells.of(change.cell()));
                appender.append(buffer.toBytes());
                appender.endRow();
            }
        }
    }

    @Override
    public void read(List<RowWindow> windows, BitSet wanted, RowStore.RowVisitor visitor) {
        String keys = windows.stream()
                .map(window -> "(" + window.kind().code() + "," + window.start() + ")")
                .collect(Collectors.joining(","));
        String numbers = wanted.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
        query(
                "select kind, day, cell, tally from kept where (kind, day) in (values " + keys
                        + ") and cell in (select unnest([" + numbers + "]))",
                visitor);
    }

    @Override
    public void readAll(RowStore.RowVisitor visitor) {
        query("select kind, day, cell, tally from kept", visitor);
    }

    private void query(String sql, RowStore.RowVisitor visitor) {
        try (Statement statement = reader.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                visitor.row(
                        found.getInt(3),
                        WindowKind.ofCode(found.getInt(1)),
                        found.getInt(2),
                        Tally.readFrom(new ByteReader(found.getBytes(4))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
