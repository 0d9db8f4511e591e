// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.ServiceLevel;
import doorstep.period.Cover;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Figures of some cells over the dates of a question, or over others. */
final class Counted {
    private final BiFunction<Cell, Tally, SpecificRecord> row;
    private final Sums sums;
    private final LocalDate end;
    private final Supplier<Optional<Sums>> readChanges;
    private Optional<Sums> changesUpToEnd; // null until somebody asks for a level

    private Counted(
            BiFunction<Cell, Tally, SpecificRecord> row,
            Sums sums,
            LocalDate end,
            Supplier<Optional<Sums>> readChanges) {
        this.row = row;
        this.sums = sums;
        this.end = end;
        this.readChanges = readChanges;
    }

    static Counted of(Source source, SpanResolver dates, SpanRows span, Collection<Cell> cells) {
        LocalDate end = span.end(dates.asOf());
        return new Counted(
                (cell, tally) -> source.row(cell, tally, span),
                source.sums(span.windows(), cells),
                end,
                () -> changes(source, dates, end, cells));
    }

    static Counted of(Source source, SpanResolver dates, Cover cover, Collection<Cell> cells) {
        LocalDate end = cover.dates().last();
        return new Counted(
                (cell, tally) -> source.row(cell, tally, cover.dates()),
                source.sums(SpanRows.windows(cover), cells),
                end,
                () -> changes(source, dates, end, cells));
    }

    /** Empty but for service levels, the only ones whose changes add up to a level. */
    private static Optional<Sums> changes(Source source, SpanResolver dates, LocalDate end, Collection<Cell> cells) {
        boolean haveLevels = cells.stream()
                .findFirst()
                .filter(cell -> source.families().ofCode(cell.family()).topic().equals(Topics.SERVICE_LEVELS))
                .isPresent();
        return haveLevels ? dates.upTo(end).map(windows -> source.sums(windows, cells)) : Optional.empty();
    }

    Tally tally(Cell cell) {
        return sums.of(cell);
    }

    SpecificRecord row(Cell cell) {
        return row.apply(cell, sums.of(cell));
    }

    /**
     * Several cells, added up.
     *
     * @param upToEnd all changes up to the end of the dates; empty if there are no levels
     */
    record Sum(Tally figures, Optional<Tally> upToEnd) {
        Sum without(Sum part) {
            return new Sum(figures.minus(part.figures), upToEnd.map(all -> all.minus(part.upToEnd.orElse(Tally.ZERO))));
        }
    }

    Sum sum(Collection<Cell> cells) {
        if (changesUpToEnd == null) {
            changesUpToEnd = readChanges.get();
        }
        return new Sum(sum(sums, cells), changesUpToEnd.map(changes -> sum(changes, cells)));
    }

    private static Tally sum(Sums sums, Collection<Cell> cells) {
        RunningTally sum = new RunningTally();
        cells.forEach(cell -> sum.add(sums.of(cell)));
        return sum.toTally();
    }

    Figures figures(Cell cell) {
        return figures(cell, sum(List.of(cell)));
    }

    /** @param name whose key fields the row has */
    Figures figures(Cell name, Sum sum) {
        return new Figures(
                row.apply(name, sum.figures()),
                sum.upToEnd().map(changes -> Level.of(end, (ServiceLevel) row.apply(name, changes))));
    }
}
