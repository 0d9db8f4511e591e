// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportRow;
import doorstep.table.Column;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The table {@code exports}. Each export has two rows in it: <i>begun</i>, whose commit decides and which names all files,
 * and <i>finished</i>, when all tables have them.
 */
final class ExportLog {
    static final String STATE = "state";
    static final String BEGUN = "begun";
    static final String FINISHED = "finished";

    private static final List<Column> OWN_COLUMNS = List.of(
            new Column(STATE, Scalar.STRING, false, "begun, or finished: all tables have the rows. Use finished ones."),
            new Column(
                    "snapshots",
                    new MapOf(Scalar.LONG),
                    true,
                    "Snapshots of the tables that belong together, by table; only when finished."),
            new Column(
                    "files",
                    new ListOf(Scalar.STRING),
                    true,
                    "Files that the export adds to each table, so that any exporter can finish it; only when begun."));

    /** The table as it is stored. */
    static final Table TABLE = stored();

    private final Warehouse warehouse;

    ExportLog(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    private static Table stored() {
        List<Column> columns = new ArrayList<>(Tables.EXPORTS.columns());
        columns.addAll(OWN_COLUMNS);
        return new Table(Tables.EXPORTS.name(), Tables.EXPORTS.kind(), Tables.EXPORTS.comment(), columns);
    }

    /** The latest export; is looked up each time. */
    Optional<Mark> mark() {
        return warehouse.find(TABLE.name()).flatMap(Mark::of);
    }

    /** Whether the row <i>begun</i> of an attempt came through, also if others have gone on since. */
    boolean isBegun(Mark mark) {
        return warehouse.find(TABLE.name()).filter(mark::isIn).isPresent();
    }

    /**
     * Commits the row <i>begun</i>: this decides.
     *
     * @param former the mark that this exporter has found; another exporter's makes it fail
     */
    void begin(Export export, Mark mark, Optional<Mark> former, List<TableFiles> files, NewFiles newFiles) {
        List<Object> row =
                row(export, BEGUN, null, files.stream().map(TableFiles::toJson).toList());
        append(newFiles, row, mark, former::equals);
    }

    void finish(Mark mark, Map<String, Long> snapshots) {
        Export export = export(mark.number(), BEGUN);
        append(
                new NewFiles(warehouse.open(TABLE)),
                row(export, FINISHED, snapshots, null),
                mark.asFinished(),
                latest -> latest.equals(Optional.of(mark)));
    }

    private static List<Object> row(Export export, String state, Map<String, Long> snapshots, List<String> files) {
        List<Object> row = new ArrayList<>(ExportRow.of(export));
        row.add(state);
        row.add(snapshots);
        row.add(files);
        return row;
    }

    private static void append(NewFiles newFiles, List<Object> row, Mark mark, Predicate<Optional<Mark>> former) {
        RowFiles rows = new RowFiles(newFiles, TABLE);
        rows.add(row);
        rows.close();
        AppendFiles append = mark.put(newFiles.table().newAppend(), former);
        rows.files().forEach(append::appendFile);
        append.commit();
    }

    /** @throws java.util.NoSuchElementException if there is no such row */
    Export export(long number, String state) {
        return ExportRow.parse(row(number, state));
    }

    /**
     * The last export by the rows, where the table has lost its mark; empty if there are no rows.
     *
     * @throws ExportException if it is begun only: without the mark it cannot be finished
     */
    Optional<Export> lastOfRows() {
        long[] last = new long[1];
        read(Expressions.alwaysTrue(), row -> last[0] = Math.max(last[0], (Long) row.get(0)));
        if (last[0] == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(export(last[0], FINISHED));
        } catch (NoSuchElementException e) {
            throw new ExportException(
                    "export " + last[0] + " in " + warehouse + " is begun, but not finished, and cannot be: "
                            + TABLE.name() + " has lost its number. Export to another directory",
                    e);
        }
    }

    /** The files of an export that was begun. */
    @SuppressWarnings("unchecked") // as the column says
    List<TableFiles> files(long number) {
        List<String> files = (List<String>) row(number, BEGUN).get(TABLE.indexOf("files"));
        return files.stream().map(TableFiles::parse).toList();
    }

    /** The snapshots that the last finished export names; empty before the first one. */
    @SuppressWarnings("unchecked") // as the column says
    Map<String, Long> snapshots() {
        return mark().map(it -> it.finished() ? it.number() : it.number() - 1)
                .filter(number -> number > 0)
                .map(number -> (Map<String, Long>) row(number, FINISHED).get(TABLE.indexOf("snapshots")))
                .orElse(Map.of());
    }

    private List<Object> row(long number, String state) {
        List<List<Object>> rows = new ArrayList<>();
        read(Expressions.and(Expressions.equal("number", number), Expressions.equal(STATE, state)), row -> {
            if (row.get(0).equals(number) && row.get(TABLE.indexOf(STATE)).equals(state)) {
                rows.add(row);
            }
        });
        return rows.stream().findFirst().orElseThrow();
    }

    /** All exports that are finished. */
    void forEachFinished(Consumer<List<Object>> sink) {
        read(Expressions.equal(STATE, FINISHED), row -> {
            if (row.get(TABLE.indexOf(STATE)).equals(FINISHED)) {
                sink.accept(row.subList(0, Tables.EXPORTS.columns().size()));
            }
        });
    }

    /** @param files which files are read; their rows may include others */
    private void read(Expression files, Consumer<List<Object>> sink) {
        warehouse.find(TABLE.name()).ifPresent(table -> {
            RowConverter converter = new RowConverter(TABLE, table.schema());
            TableScan scan = table.newScan().filter(files);
            LiveRows.read(table, scan, record -> sink.accept(converter.row(record)));
        });
    }
}
