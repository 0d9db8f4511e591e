// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.TreePath;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Figures by counting contributions one by one, and the rows that the pipeline would have of them. */
final class Recount {
    /** A moment of a cell: its minute, and what was added then. */
    private record Added(long minute, LocalDate date, Tally tally) {}

    private record Window(Cell cell, WindowKind kind, long start) {}

    final World world;
    private final Map<Cell, List<Added>> added = new HashMap<>(); // by the cells of each prefix
    private final Set<String> units = new HashSet<>();

    Recount(World world) {
        this.world = world;
        for (World.Counted it : world.contributions) {
            for (String unit : prefixes(it.cell())) {
                if (it.minute() <= world.asOfMinute(unit)) {
                    added.computeIfAbsent(it.cell().withUnit(unit), cell -> new ArrayList<>())
                            .add(new Added(it.minute(), world.dateOf(it.minute()), it.tally()));
                }
            }
        }
    }

    private List<String> prefixes(Cell leaf) {
        List<String> prefixes = new ArrayList<>(List.of(TreePath.ROOT));
        if (!family(leaf).rootOnly()) {
            prefixes.addAll(TreePath.prefixes(leaf.unit()));
        }
        return prefixes;
    }

    private Family family(Cell cell) {
        return world.settings.families().ofCode(cell.family());
    }

    /** All rows, written and read like those of a topic. */
    CollectedRows rows() {
        Map<Window, Tally> rows = new HashMap<>();
        added.forEach((cell, moments) -> {
            for (WindowKind kind : world.kinds(family(cell), cell.slice())) {
                for (Added it : moments) {
                    if (isIn(kind, it, cell.unit())) {
                        long start = kind.isCalendar() ? start(kind, it.date()).toEpochDay() : 0;
                        rows.merge(new Window(cell, kind, start), it.tally(), Tally::plus);
                    }
                }
            }
        });
        CollectedRows store = new CollectedRows();
        rows.forEach((window, tally) -> {
            Family family = family(window.cell());
            SpecificRecord row = family.row(RowHead.of(window.cell(), window.kind(), window.start()), tally);
            store.apply(
                    List.of(new RowChange(window.cell(), window.kind(), window.start(), family.tally(row))), Map.of());
            units.add(TreePath.ROOT);
            units.addAll(
                    window.cell().unit().equals(TreePath.ROOT)
                            ? List.of()
                            : TreePath.prefixes(window.cell().unit()));
        });
        return store;
    }

    /** Those with rows, and those above them; known after {@link #rows()}. */
    Set<String> units() {
        return units;
    }

    Set<Cell> cells() {
        return added.keySet();
    }

    private boolean isIn(WindowKind kind, Added it, String unit) {
        if (kind.rollsByMinute()) {
            return it.minute() > world.asOfMinute(unit) - (kind == WindowKind.LAST_HOUR ? 60 : 24 * 60);
        }
        int days =
                switch (kind) {
                    case LAST_7D -> 7;
                    case LAST_30D -> 30;
                    case LAST_90D -> 90;
                    default -> Integer.MAX_VALUE;
                };
        return !kind.rollsByDay()
                || it.date().isAfter(world.dateOf(world.asOf(unit)).minusDays(days));
    }

    /** First date of the calendar window that contains a date. */
    LocalDate start(WindowKind kind, LocalDate date) {
        return switch (kind) {
            case DAY -> date;
            case WEEK -> {
                LocalDate monday = date;
                while (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
                    monday = monday.minusDays(1);
                }
                yield monday;
            }
            case MONTH -> date.withDayOfMonth(1);
            case QUARTER -> firstOfMonths(date, 1, 3);
            case YEAR -> firstOfMonths(date, 1, 12);
            case FISCAL_QUARTER -> firstOfMonths(date, world.settings.fiscalStart(), 3);
            case FISCAL_YEAR -> firstOfMonths(date, world.settings.fiscalStart(), 12);
            default -> throw new AssertionError(kind);
        };
    }

    /** Goes back to a month that begins a window of so many months, the first of which begins with {@code month}. */
    private static LocalDate firstOfMonths(LocalDate date, int month, int length) {
        LocalDate first = date.withDayOfMonth(1);
        while ((first.getMonthValue() + 12 - month) % length != 0) {
            first = first.minusMonths(1);
        }
        return first;
    }

    LocalDate end(WindowKind kind, LocalDate start) {
        LocalDate end = start;
        while (start(kind, end.plusDays(1)).equals(start)) {
            end = end.plusDays(1);
        }
        return end;
    }

    // ---- Sums

    /** What a cell's row has in a window. */
    Tally window(Cell cell, WindowKind kind, LocalDate start) {
        return sum(cell, it -> kind.isCalendar() ? start(kind, it.date()).equals(start) : isIn(kind, it, cell.unit()));
    }

    Tally range(Cell cell, Period dates) {
        return sum(cell, it -> dates.contains(it.date()));
    }

    Tally upTo(Cell cell, LocalDate last) {
        return sum(cell, it -> !it.date().isAfter(last));
    }

    private Tally sum(Cell cell, java.util.function.Predicate<Added> counted) {
        Tally sum = Tally.ZERO;
        for (Added it : added.getOrDefault(cell, List.of())) {
            if (counted.test(it)) {
                sum = sum.plus(it.tally());
            }
        }
        return sum;
    }

    /** The date of the first moment that a family counts. */
    LocalDate first(int family) {
        return added.entrySet().stream()
                .filter(it ->
                        it.getKey().family() == family && it.getKey().unit().equals(TreePath.ROOT))
                .flatMap(it -> it.getValue().stream())
                .map(Added::date)
                .min(LocalDate::compareTo)
                .orElse(LocalDate.MAX);
    }

    SpecificRecord row(Cell cell, Tally tally, String window, LocalDate first, LocalDate last) {
        return family(cell)
                .row(
                        new RowHead(
                                cell.unit(),
                                cell.slice().breakdown().map(Breakdown::label).orElse(""),
                                cell.slice().value(),
                                cell.facet(),
                                window,
                                first,
                                last),
                        tally);
    }
}
