// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calendar windows by brute force: looks at each date, and knows no length of any window. Days are numbered from the
 * first date of the extent.
 */
final class WindowScan {
    private final Extent extent;
    private final int fiscalStart;
    private final Map<CalendarWindow, Period> counted = new HashMap<>();
    private final List<List<Integer>> next = new ArrayList<>(); // days after the windows that begin on each day

    /** @param fiscalStart 0: no fiscal windows */
    WindowScan(Collection<WindowKind> kinds, int fiscalStart, Extent extent) {
        this.extent = extent;
        this.fiscalStart = fiscalStart;
        for (int day = 0; day <= days(); day++) {
            next.add(new ArrayList<>());
        }
        kinds.stream()
                .filter(kind -> kind.isCalendar() && (!kind.isFiscal() || fiscalStart > 0))
                .forEach(this::scan);
    }

    /** The windows that have the same counted dates at the oldest as-of and at the newest one, and which these are. */
    Map<CalendarWindow, Period> counted() {
        return counted;
    }

    /** Fewest windows that add up to the range; empty if none do. */
    Optional<Integer> fewest(Period range) {
        int end = day(range.last()) + 1;
        BitSet reached = new BitSet();
        reached.set(day(range.first()));
        for (int rows = 0; !reached.isEmpty(); rows++) {
            if (reached.get(end)) {
                return Optional.of(rows);
            }
            BitSet further = new BitSet();
            reached.stream().forEach(day -> next.get(day).forEach(further::set));
            further.clear(end + 1, days() + 2);
            reached = further;
        }
        return Optional.empty();
    }

    /** All days that windows add up to from {@code day}, each the one after the last of them. */
    BitSet reachable(int day) {
        BitSet reached = new BitSet();
        reached.set(day);
        for (int at = day; at >= 0; at = reached.nextSetBit(at + 1)) {
            next.get(at).forEach(reached::set);
        }
        reached.clear(day);
        return reached;
    }

    Optional<Period> longestInside(Period range) {
        Optional<Period> best = Optional.empty();
        for (int day = day(range.first()); day <= day(range.last()); day++) {
            int end = reachable(day).previousSetBit(day(range.last()) + 1);
            if (end > 0) {
                Period found = period(day, end);
                best = best.filter(it -> it.length() > found.length()).or(() -> Optional.of(found));
            }
        }
        return best;
    }

    Optional<Period> shortestAround(Period range) {
        Optional<Period> best = Optional.empty();
        for (int day = 0; day <= day(range.first()); day++) {
            int end = reachable(day).nextSetBit(day(range.last()) + 1);
            if (end > 0) {
                Period found = period(day, end);
                best = best.filter(it -> it.length() < found.length()).or(() -> Optional.of(found));
            }
        }
        return best;
    }

    /** All dates with the key of {@code date}. */
    Period around(WindowKind kind, LocalDate date) {
        String key = key(kind, date);
        LocalDate first = date;
        while (key(kind, first.minusDays(1)).equals(key)) {
            first = first.minusDays(1);
        }
        LocalDate last = date;
        while (key(kind, last.plusDays(1)).equals(key)) {
            last = last.plusDays(1);
        }
        return new Period(first, last);
    }

    private void scan(WindowKind kind) {
        LocalDate date = extent.earliest();
        while (!date.isAfter(extent.asOf())) {
            Period all = around(kind, date);
            Period now = new Period(date, earlier(all.last(), extent.asOf()));
            if (now.last().equals(earlier(all.last(), extent.newestAsOf()))) {
                counted.put(new CalendarWindow(kind, all.first()), now);
                next.get(day(date)).add(day(now.last()) + 1);
            }
            date = all.last().plusDays(1);
        }
    }

    private String key(WindowKind kind, LocalDate date) {
        YearMonth month = YearMonth.from(date);
        YearMonth fiscal = month.minusMonths(Math.max(0, fiscalStart - 1));
        return switch (kind) {
            case DAY -> date.toString();
            case WEEK -> date.get(IsoFields.WEEK_BASED_YEAR) + " week " + date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> month.toString();
            case QUARTER -> month.getYear() + " quarter " + month.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> "year " + month.getYear();
            case FISCAL_QUARTER -> fiscal.getYear() + " fiscal quarter " + fiscal.get(IsoFields.QUARTER_OF_YEAR);
            case FISCAL_YEAR -> "fiscal year " + fiscal.getYear();
            default -> throw new AssertionError(kind);
        };
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private Period period(int from, int end) {
        return new Period(extent.earliest().plusDays(from), extent.earliest().plusDays(end - 1L));
    }

    private int day(LocalDate date) {
        return (int) (date.toEpochDay() - extent.earliest().toEpochDay());
    }

    private int days() {
        return day(extent.asOf()) + 1;
    }
}
