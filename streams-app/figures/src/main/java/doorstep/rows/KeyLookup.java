// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Finds out whether a table has a row of a key. */
final class KeyLookup {
    private KeyLookup() {}

    static boolean holds(Session session, Cells cells, String table, Change change) throws SQLException {
        if (change instanceof ItemChange item) {
            return isFound(WorklistTable.query(session, table, item.id()));
        }
        if (change instanceof RowChange row) {
            Optional<Integer> cell = cells.find(row.cell());
            return cell.isPresent() && isFound(query(session, table, row, cell.get()));
        }
        throw new AssertionError(change);
    }

    private static PreparedStatement query(Session session, String table, RowChange row, int cell) throws SQLException {
        PreparedStatement query = session.prepared("select 1 from " + table + " where win = ? and cell = ?");
        query.setInt(1, WindowNumber.of(row.kind(), row.start()));
        query.setInt(2, cell);
        return query;
    }

    private static boolean isFound(PreparedStatement query) throws SQLException {
        try (ResultSet found = query.executeQuery()) {
            return found.next();
        }
    }
}
