// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.LatestChanges;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An export that is under way: its files are written, and no table names them until it is decided. */
final class IcebergRun implements Target.Run {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergRun.class);

    private final Warehouse warehouse;
    private final ExportLog log;
    private final Finisher finisher;
    private final Mark mark;
    private final Optional<Mark> former;
    private final boolean replacesFacts;
    private final Map<Table, RowFiles> appended = new LinkedHashMap<>();
    private final List<TableFiles> changed = new ArrayList<>();
    private final List<NewFiles> newFiles = new ArrayList<>();
    private boolean keepsFiles;

    /** @param former the mark of {@code exports} after the export before */
    IcebergRun(
            Warehouse warehouse,
            ExportLog log,
            Finisher finisher,
            Optional<Mark> former,
            long number,
            boolean replacesFacts) {
        this.warehouse = warehouse;
        this.log = log;
        this.finisher = finisher;
        this.former = former;
        this.replacesFacts = replacesFacts;
        String process = ManagementFactory.getRuntimeMXBean().getName(); // pid@host
        mark = new Mark(number, false, UUID.randomUUID(), process);
    }

    @Override
    public RowWriter append(Table table) {
        return warehouse.explain(() -> {
            RowFiles rows = new RowFiles(newFiles(table), table);
            appended.put(table, rows);
            return rows;
        });
    }

    @Override
    public void change(Table table, LatestChanges changes) {
        warehouse.explain(() -> changed.add(new LatestFiles(newFiles(table), table, changes).write()));
    }

    private NewFiles newFiles(Table definition) {
        NewFiles files = new NewFiles(warehouse.open(definition));
        newFiles.add(files);
        return files;
    }

    @Override
    public List<TableSummary> commit(Export export) {
        return warehouse.explain(() -> {
            List<TableFiles> files = files();
            decide(export, files);
            finisher.finish(mark);
            return summaries(files);
        });
    }

    /** What to do to the tables, history before the latest rows. */
    private List<TableFiles> files() {
        List<TableFiles> files = new ArrayList<>();
        appended.forEach((table, rows) -> {
            rows.close();
            files.add(
                    replacesFacts && table.kind() == Table.Kind.FACTS
                            ? TableFiles.replacing(table.name(), rows.files())
                            : TableFiles.added(table.name(), rows.files()));
        });
        if (replacesFacts) {
            Tables.all().stream()
                    .filter(it -> it.kind() == Table.Kind.FACTS && !appended.containsKey(it))
                    .filter(it -> warehouse.find(it.name()).isPresent())
                    .forEach(it -> files.add(TableFiles.replacing(it.name(), List.of())));
        }
        files.addAll(changed);
        return files;
    }

    private void decide(Export export, List<TableFiles> files) {
        NewFiles row = newFiles(ExportLog.TABLE);
        keepsFiles = true; // until it is known that the commit did not come through
        try {
            log.begin(export, mark, former, files, row);
        } catch (ExportException e) {
            keepsFiles = false; // the row could not be written
            throw e;
        } catch (RuntimeException e) {
            if (log.isBegun(mark)) {
                return;
            }
            Optional<Mark> latest = log.mark();
            if (latest.filter(it -> it.number() >= mark.number()).isPresent()) {
                keepsFiles = false;
                throw new ExportException(
                        "another exporter (" + latest.orElseThrow().exporter() + ") has made export " + mark.number()
                                + " meanwhile; nothing of this one was written",
                        e);
            }
            keepsFiles = !(e instanceof CommitFailedException || e instanceof ValidationException);
            throw keepsFiles
                    ? new ExportException(
                            "it is not known whether export " + mark.number() + " is decided: " + e.getMessage()
                                    + ". Export again: it is finished then, or made",
                            e)
                    : e;
        }
    }

    private static List<TableSummary> summaries(List<TableFiles> files) {
        List<String> order = Tables.all().stream().map(Table::name).toList();
        return files.stream()
                .sorted(Comparator.comparing(it -> order.indexOf(it.table())))
                .map(it -> new TableSummary(it.table(), it.rowCount(), it.rows().size(), it.bytes()))
                .toList();
    }

    @Override
    public void close() {
        if (!keepsFiles) {
            appended.values().forEach(IcebergRun::abandon);
            newFiles.forEach(NewFiles::delete);
        }
    }

    private static void abandon(RowFiles rows) {
        try {
            rows.close();
        } catch (ExportException e) {
            LOG.debug("a file that is deleted could not be ended", e);
        }
    }
}
