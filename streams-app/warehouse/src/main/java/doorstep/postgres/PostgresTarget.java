// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static java.util.stream.Collectors.joining;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Exports into a schema of a PostgreSQL database. One export is one transaction, from {@link #last} to the commit; in it
 * lies the lock that keeps other exporters out, so that nothing is left behind when either side dies.
 */
public final class PostgresTarget implements Target {
    private final PostgresAddress address;
    private final List<Table> tables;
    private final Set<String> written = new HashSet<>();
    private Session session;
    private Catalog catalog;
    private Path scratch;
    private List<Table> unnumbered = List.of();

    PostgresTarget(PostgresAddress address, List<Table> tables) {
        this.address = address;
        this.tables = tables;
    }

    /** Whether an address is one of a PostgreSQL database. */
    public static boolean isAddress(String address) {
        return address.startsWith(PostgresAddress.SCHEME);
    }

    /**
     * A target at an address: {@code postgresql://USER@HOST:PORT/DATABASE?schema=NAME}. Does not connect yet.
     *
     * @param environment may have the password as {@code PGPASSWORD}
     * @param passwordFile its first line is the password
     * @throws ExportException if the address is not valid
     */
    public static PostgresTarget open(String address, Map<String, String> environment, Optional<Path> passwordFile) {
        return new PostgresTarget(PostgresAddress.parse(address, environment, passwordFile), Tables.all());
    }

    @Override
    public Optional<Export> last(boolean again) {
        endSession();
        session = Session.open(address);
        ExportLock.take(session);
        catalog = new Catalog(session);
        Optional<Export> last = new ExportLog(session, catalog).last();
        unnumbered = last.isPresent() ? List.of() : catalog.withRows(tables);
        if (!unnumbered.isEmpty() && !again) {
            throw new ExportException(address + ": there are rows in "
                    + unnumbered.stream().map(Table::name).collect(joining(", "))
                    + ", but no finished export in exports; use --again to remove them and to begin again");
        }
        last.ifPresent(this::requireTables);
        return last;
    }

    private void requireTables(Export last) {
        for (Table table : tables) {
            if (last.rows().getOrDefault(table.name(), 0L) > 0 && !catalog.hasTable(table)) {
                throw new ExportException(address + ": table " + table.name() + " is missing, though export "
                        + last.number() + " wrote to it. Restore it, or export into another schema");
            }
        }
    }

    @Override
    public void read(Table table, Consumer<List<Object>> sink) {
        if (written.contains(table.name())) {
            throw new IllegalStateException(table.name() + " has been written to in this export");
        }
        RowCursor.read(session, catalog, table, sink);
    }

    @Override
    public Run begin(long number, boolean replacesFacts) {
        new Definitions(session, catalog).bringUpToDate(tables);
        tables.stream()
                .filter(it -> unnumbered.contains(it) || (replacesFacts && it.kind() == Table.Kind.FACTS))
                .forEach(it -> {
                    session.execute("delete from " + session.quoted(it.name()));
                    written.add(it.name());
                });
        return new PostgresRun(session, catalog, tables, written);
    }

    /** There is nowhere to look for what a killed exporter leaves there: its directory is one of the system's temporary ones. */
    @Override
    public Path scratch() {
        if (scratch == null) {
            try {
                scratch = Files.createTempDirectory("doorstep-export"); // for this user alone
            } catch (IOException e) {
                throw new ExportException("cannot create a temporary directory: " + e.getMessage(), e);
            }
        }
        return scratch;
    }

    @Override
    public void close() {
        endSession();
        if (scratch != null) {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new ExportException("cannot remove " + scratch + ": " + e.getMessage(), e);
            }
            scratch = null;
        }
    }

    private void endSession() {
        if (session != null) {
            session.close();
        }
        session = null;
        written.clear();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
