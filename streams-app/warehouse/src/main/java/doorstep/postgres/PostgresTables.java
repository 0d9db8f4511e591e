// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.ExportException;
import doorstep.export.TableReader;
import doorstep.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the tables of a schema in one transaction, which sees what was committed before it began. */
public final class PostgresTables implements TableReader {
    private final Session session;
    private final Catalog catalog;

    private PostgresTables(Session session) {
        this.session = session;
        session.execute("set transaction isolation level repeatable read, read only");
        catalog = new Catalog(session);
    }

    /**
     * Connects.
     *
     * @param address as that of a {@link PostgresTarget}, with environment and password file
     * @throws ExportException if that is not possible
     */
    public static PostgresTables open(String address, Map<String, String> environment, Optional<Path> passwordFile) {
        return open(PostgresAddress.parse(address, environment, passwordFile));
    }

    static PostgresTables open(PostgresAddress address) {
        Session session = Session.open(address);
        try {
            return new PostgresTables(session);
        } catch (ExportException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void read(Table table, Consumer<List<Object>> sink) {
        RowCursor.read(session, catalog, table, sink);
    }

    @Override
    public void close() {
        session.close();
    }
}
