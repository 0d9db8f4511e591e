// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportRow;
import doorstep.table.Tables;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The finished exports, in {@link Tables#EXPORTS}. */
final class ExportLog {
    private final Session session;
    private final Catalog catalog;

    ExportLog(Session session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    Optional<Export> last() {
        return find("order by number desc limit 1");
    }

    private Optional<Export> find(String which) {
        return catalog.columnsToRead(Tables.EXPORTS).flatMap(columns -> session
                .query(
                        "select " + columns + " from exports " + which,
                        row -> ExportRow.parse(RowReader.read(Tables.EXPORTS, row)))
                .stream()
                .findFirst());
    }

    /** @throws ExportException if the number is not the next one; says who has it */
    void requireNext(long number) {
        last().filter(it -> it.number() >= number).ifPresent(it -> {
            throw new ExportException(session.address() + ": another exporter has committed export " + it.number()
                    + ", which began at " + it.exportedAt() + "; nothing of this one was exported");
        });
    }

    void add(Export export) {
        try (CopyWriter writer = new CopyWriter(session, Tables.EXPORTS.name(), Tables.EXPORTS)) {
            writer.add(ExportRow.of(export));
        }
    }

    /** Whether it is this export that has its number, and not the one of another exporter. */
    boolean contains(Export export) {
        return find("where number = " + export.number())
                .filter(it -> it.exportedAt().equals(export.exportedAt().truncatedTo(ChronoUnit.MILLIS)))
                .filter(it -> it.ranges().equals(export.ranges()))
                .isPresent();
    }
}
