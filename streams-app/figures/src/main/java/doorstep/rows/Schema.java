// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables of the file. Each family has a table of its own, and so has the worklist, so that one that was read anew takes
 * the place of the former one by its name alone. Positions, cells and rows change in one transaction.
 */
final class Schema {
    /** To be raised with every change of what is in the file: of its tables, of tallies, of codes in them. */
    static final int FORMAT = 2;

    private static final String STAGED = "staged_";

    private Schema() {}

    /** The table of a family's rows. */
    static String rows(int family) {
        return "rows_" + family;
    }

    /** The table of a family's rows that are read anew. */
    static String staged(int family) {
        return STAGED + family;
    }

    static void create(Session session, String cluster) throws SQLException {
        session.transaction(() -> {
            session.execute(
                    "create table meta (format integer not null, cluster text not null, items integer not null)");
            session.execute("create table cells (number integer primary key, family integer not null,"
                    + " unit text not null, breakdown integer not null, value text not null, facet text not null)");
            session.execute("create table positions (topic text not null, part integer not null, id text not null,"
                    + " next integer not null, complete integer not null, known_at_ms integer not null,"
                    + " primary key (topic, part)) without rowid");
            var insert = session.prepared("insert into meta values (?, ?, ?)");
            insert.setInt(1, FORMAT);
            insert.setString(2, cluster);
            insert.setLong(3, WorklistTable.fingerprint());
            insert.executeUpdate();
        });
    }

    /**
     * Creates a table of rows if it does not exist.
     *
     * @param family whose rows it has
     * @param table its name
     */
    static void createRows(Session session, int family, String table) throws SQLException {
        String columns = family == RowStore.WORKLIST
                ? WorklistTable.COLUMNS
                : "win integer not null, cell integer not null, tally blob not null, primary key (win, cell)";
        session.execute("create table if not exists " + table + " (" + columns + ") without rowid");
    }

    static void drop(Session session, String table) throws SQLException {
        session.execute("drop table if exists " + table);
    }

    /** What a replacement that did not come to its end has left. */
    static void dropStaged(Session session) throws SQLException {
        for (String table : tables(session)) {
            if (table.startsWith(STAGED)) {
                drop(session, table);
            }
        }
    }

    static List<String> tables(Session session) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found = session.prepared("select name from sqlite_schema where type = 'table'")
                .executeQuery()) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    /** Why the file cannot be used as it is; empty if it can. */
    static Optional<String> fault(Session session, String cluster) throws SQLException {
        if (!tables(session).contains("meta")) {
            return Optional.of("was not written to its end");
        }
        try (ResultSet meta =
                session.prepared("select format, cluster from meta").executeQuery()) {
            if (!meta.next()) {
                return Optional.of("was not written to its end");
            }
            if (meta.getInt(1) != FORMAT) {
                return Optional.of("has format " + meta.getInt(1) + ", not " + FORMAT);
            }
            if (!meta.getString(2).equals(cluster)) {
                return Optional.of("is of the cluster " + meta.getString(2) + ", not " + cluster);
            }
        }
        return hasItemsOfToday(session)
                ? Optional.empty()
                : Optional.of("has rows of the worklist with the fields of another version");
    }

    private static boolean hasItemsOfToday(Session session) throws SQLException {
        try (ResultSet meta = session.prepared("select items from meta").executeQuery()) {
            return meta.next() && meta.getLong(1) == WorklistTable.fingerprint();
        }
    }
}
