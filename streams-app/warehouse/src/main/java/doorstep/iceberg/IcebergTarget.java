// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exports to tables of Apache Iceberg in a directory. The catalog is a database that JDBC reaches. */
public final class IcebergTarget implements Target {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergTarget.class);
    private static final Duration ORPHANS_KEPT = Duration.ofDays(1);

    private final Warehouse warehouse;
    private final ExportLog log;
    private final CatalogViews views;
    private final Finisher finisher;
    private Optional<Mark> former = Optional.empty();

    IcebergTarget(Warehouse warehouse) {
        this.warehouse = warehouse;
        log = new ExportLog(warehouse);
        views = new CatalogViews(warehouse);
        finisher = new Finisher(warehouse, log, views);
    }

    /**
     * Opens the tables in a directory, which is created if there is none.
     *
     * @param database JDBC address of the catalog's database; empty: a file in the directory
     * @param connection properties of connections to it, such as {@code user} and {@code password}
     * @param now what killed exporters left behind a day before goes
     */
    public static IcebergTarget open(
            Path directory, Optional<String> database, Map<String, String> connection, Instant now) {
        try {
            Warehouse warehouse = Warehouse.open(Warehouse.catalog(), directory, database, connection);
            warehouse.removeOldScratch(now.minus(ORPHANS_KEPT));
            return new IcebergTarget(warehouse);
        } catch (ExportException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ExportException("cannot open the Iceberg catalog of " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Export> last(boolean again) {
        return warehouse.explain(() -> {
            finishBegun();
            // Tables first: another exporter may go on meanwhile, and exports is ahead of them.
            List<String> lost = new ArrayList<>();
            Map<String, Long> numbers = new TreeMap<>();
            for (Table definition : Tables.all()) {
                warehouse.find(definition.name()).ifPresent(table -> {
                    Mark.of(table).ifPresent(it -> numbers.put(definition.name(), it.number()));
                    if (Mark.isLost(table)) {
                        lost.add(definition.name());
                    }
                });
            }
            if (!lost.isEmpty() && !again) {
                throw lost(lost);
            }
            former = finishBegun();
            Optional<Export> last = former.isPresent()
                    ? former.map(it -> log.export(it.number(), ExportLog.FINISHED))
                    : log.lastOfRows();
            long number = last.map(Export::number).orElse(0L);
            numbers.forEach((table, of) -> requireAtMost(number, table, of));
            views.bringUpToDate(); // also where nothing is new: somebody may have dropped one
            return last;
        });
    }

    /** @return the mark of {@code exports}, whose export is finished */
    private Optional<Mark> finishBegun() {
        Optional<Mark> mark = log.mark();
        mark.filter(it -> !it.finished()).ifPresent(it -> {
            finisher.finish(it);
            LOG.warn("export {} was begun by {} and not finished; it is finished now", it.number(), it.exporter());
        });
        return mark.map(Mark::asFinished);
    }

    private ExportException lost(List<String> tables) {
        return new ExportException(warehouse + ": there are rows in " + String.join(", ", tables)
                + ", but no number of an export: another program wrote them, or compacted the tables and removed the"
                + " snapshots with their numbers. Use --again to read facts and results again, which replaces them; rows of"
                + " history, rejected, settings and exports stay as they are");
    }

    private void requireAtMost(long last, String table, long number) {
        if (number > last) {
            throw new ExportException("table " + table + " in " + warehouse + " is of export " + number
                    + ", but the last one in " + Tables.EXPORTS.name() + " is " + last
                    + ". Export to another directory");
        }
    }

    @Override
    public void read(Table table, Consumer<List<Object>> sink) {
        warehouse.explain(() -> {
            if (table.name().equals(ExportLog.TABLE.name())) {
                log.forEachFinished(sink);
                return null;
            }
            org.apache.iceberg.Table stored = warehouse.find(table.name()).orElse(null);
            Snapshot snapshot = stored == null ? null : lastExported(stored, table.name());
            if (snapshot != null) {
                LiveRows.read(stored, snapshot.snapshotId(), table, sink);
            }
            return null;
        });
    }

    /**
     * The snapshot that the last finished export names; where another program has removed it, the current one. Null if
     * there is none.
     */
    private Snapshot lastExported(org.apache.iceberg.Table table, String name) {
        Long named = log.snapshots().get(name);
        if (named == null) {
            return log.mark().isPresent() ? null : table.currentSnapshot();
        }
        Snapshot snapshot = table.snapshot(named);
        return snapshot == null ? table.currentSnapshot() : snapshot;
    }

    /**
     * Writes the rows of small files, and of those with deleted rows, to large ones.
     *
     * @return what was written, by table; none of tables that need nothing
     * @throws ExportException while an export is begun
     */
    public List<TableSummary> compact() {
        return warehouse.explain(new Upkeep(warehouse, log)::compact);
    }

    /**
     * Removes snapshots of a certain age, but for the current ones and those that the last finished export names; and files
     * of killed exporters, when they are a day old.
     *
     * @return how many snapshots were removed
     * @throws ExportException while an export is begun
     */
    public int expireSnapshots(Duration age, Instant now) {
        Upkeep upkeep = new Upkeep(warehouse, log);
        return warehouse.explain(() -> {
            int expired = upkeep.expireSnapshots(now.minus(age));
            upkeep.removeOrphans(now.minus(ORPHANS_KEPT));
            return expired;
        });
    }

    @Override
    public Run begin(long number, boolean replacesFacts) {
        return new IcebergRun(warehouse, log, finisher, former, number, replacesFacts);
    }

    @Override
    public Path scratch() {
        return warehouse.scratch();
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
