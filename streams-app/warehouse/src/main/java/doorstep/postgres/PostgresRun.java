// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static java.util.stream.Collectors.joining;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.LatestChanges;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.table.Column;
import doorstep.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An export that is under way, in the transaction of its session. */
final class PostgresRun implements Target.Run {
    private static final int DELETED_AT_ONCE = 1000;

    private final Session session;
    private final Catalog catalog;
    private final List<Table> tables;
    private final Set<String> written;
    private final List<CopyWriter> writers = new ArrayList<>();
    private final Map<String, Long> deleted = new HashMap<>();

    /** @param written names of tables that differ from what the last export left; is added to */
    PostgresRun(Session session, Catalog catalog, List<Table> tables, Set<String> written) {
        this.session = session;
        this.catalog = catalog;
        this.tables = tables;
        this.written = written;
    }

    @Override
    public RowWriter append(Table table) {
        return writer(table, table.name());
    }

    private CopyWriter writer(Table table, String into) {
        written.add(table.name());
        CopyWriter writer = new CopyWriter(session, into, table);
        writers.add(writer);
        return writer;
    }

    @Override
    public void change(Table table, LatestChanges changes) {
        if (changes.isEmpty()) {
            return;
        }
        String name = session.quoted(table.name());
        if (changes.replacesAll()) {
            session.execute("delete from " + name);
            copy(table, table.name(), changes);
            return;
        }
        String staging = session.quoted(table.name() + "_staging");
        session.execute("create unlogged table " + staging + " (like " + name + ")");
        copy(table, table.name() + "_staging", changes);
        String columns = CopyWriter.columns(session, table);
        String key = session.quoted(Table.KEY);
        session.execute("insert into " + name + " (" + columns + ") select " + columns + " from " + staging
                + " on conflict (" + key + ") do update set "
                + table.columns().stream()
                        .map(Column::name)
                        .filter(it -> !it.equals(Table.KEY))
                        .map(session::quoted)
                        .map(it -> it + " = excluded." + it)
                        .collect(joining(", ")));
        session.execute("drop table " + staging);
        delete(table, changes);
    }

    private void copy(Table table, String into, LatestChanges changes) {
        try (CopyWriter writer = writer(table, into)) {
            changes.forEachRow(writer::add);
        }
    }

    private void delete(Table table, LatestChanges changes) {
        List<String> keys = new ArrayList<>();
        changes.forEachDeletedKey(key -> {
            keys.add(BoundedKey.of(key));
            if (keys.size() == DELETED_AT_ONCE) {
                delete(table, keys);
            }
        });
        delete(table, keys);
    }

    private void delete(Table table, List<String> keys) {
        if (!keys.isEmpty()) {
            session.update(
                    "delete from " + session.quoted(table.name()) + " where " + session.quoted(Table.KEY)
                            + " = any (?)",
                    (Object) keys.toArray(String[]::new));
            deleted.merge(table.name(), (long) keys.size(), Long::sum);
            keys.clear();
        }
    }

    /**
     * Commits if the number is the next one. If the answer to the commit does not come, another connection looks for the
     * number.
     */
    @Override
    public List<TableSummary> commit(Export export) {
        ExportLog log = new ExportLog(session, catalog);
        log.requireNext(export.number());
        log.add(export);
        session.commit().ifPresent(failure -> requireCommitted(export, failure));
        return tables.stream()
                .filter(it -> written.contains(it.name()))
                .map(it -> new TableSummary(it.name(), rows(it), 0, 0))
                .toList();
    }

    private long rows(Table table) {
        return deleted.getOrDefault(table.name(), 0L)
                + writers.stream()
                        .filter(it -> it.table().equals(table))
                        .mapToLong(CopyWriter::rows)
                        .sum();
    }

    /** The server may still be at work on the commit: it holds the lock until the commit has come through, or failed. */
    private void requireCommitted(Export export, ExportException failure) {
        session.close();
        if (!isCommitted(export, failure)) {
            throw failure.withMessage(failure.getMessage() + "; nothing was exported");
        }
    }

    private boolean isCommitted(Export export, ExportException failure) {
        try (Session look = Session.open(session.address())) {
            ExportLock.await(look);
            return new ExportLog(look, new Catalog(look)).contains(export);
        } catch (ExportException e) {
            throw e.withMessage(
                    failure.getMessage() + "; whether export " + export.number() + " was committed is not known, for "
                            + e.getMessage() + ". The next export looks before it does anything else");
        }
    }

    /** The server rolls back what is not committed. */
    @Override
    public void close() {
        session.close();
    }
}
