// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Options that select rows of a topic of figures. */
final class RowFilter {
    private static final String NO_BREAKDOWN = "none";

    @Option(names = "--unit", paramLabel = "UNIT", description = "Only rows of this unit; '*' = all units together.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--window", paramLabel = "WINDOW", description = "Only rows of this window, e.g. MONTH.")
    private Optional<String> window = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "DATE",
            description = "Only rows of calendar windows that start on this date.")
    private Optional<LocalDate> start = Optional.empty();

    private Optional<String> breakdown = Optional.empty();
    private Optional<String> value = Optional.empty();

    @Option(
            names = "--breakdown",
            paramLabel = "NAME[=VALUE]",
            description = "Only rows of this breakdown, e.g. category or category=TALK; none = rows without one.")
    void setBreakdown(String nameAndValue) {
        int equals = nameAndValue.indexOf('=');
        breakdown = Optional.of(equals < 0 ? nameAndValue : nameAndValue.substring(0, equals));
        value = Optional.of(nameAndValue.substring(equals + 1)).filter(it -> equals >= 0);
    }

    @Option(names = "--facet", paramLabel = "FACET", description = "Only rows of this facet, e.g. OVERALL:GRADE_5.")
    private Optional<String> facet = Optional.empty();

    /** Values that rows have in the filtered parts of the key, by part: if no row matches, a filter may be misspelt. */
    private final Map<String, Set<String>> seen = new TreeMap<>();

    /** @throws ConfigurationException if no row can match a filter; the message names it */
    void requireValid(boolean ofFigures) {
        if (!ofFigures) {
            if (List.of(unit, window, start, breakdown, facet).stream().anyMatch(Optional::isPresent)) {
                throw new ConfigurationException("filters apply only to topics of figures; this topic has none");
            }
            return;
        }
        List<String> windows =
                Arrays.stream(WindowKind.values()).map(Enum::name).toList();
        window.map(it -> it.toUpperCase(Locale.ROOT)).ifPresent(it -> requireOneOf("window", it, windows));
        List<String> breakdowns = new ArrayList<>(List.of(NO_BREAKDOWN));
        Arrays.stream(Breakdown.values()).map(Breakdown::label).forEach(breakdowns::add);
        breakdown.ifPresent(it -> requireOneOf("breakdown", it, breakdowns));
    }

    private static void requireOneOf(String what, String name, List<String> names) {
        if (!names.contains(name)) {
            throw new ConfigurationException(
                    "no " + what + " is called " + name + "; did you mean " + Nearest.to(name, names) + "?");
        }
    }

    /** Judges a row by its key. Is asked about every row of a topic, so it creates no objects. */
    boolean accepts(RowChange row) {
        Cell cell = row.cell();
        String name = cell.slice().breakdown().map(Breakdown::label).orElse(NO_BREAKDOWN);
        boolean ofBreakdown = breakdown.isEmpty() || breakdown.get().equals(name);
        if (unit.isPresent()) {
            see("unit", cell.unit());
        }
        if (facet.isPresent()) {
            see("facet", cell.facet());
        }
        if (value.isPresent() && ofBreakdown) {
            see("value", cell.slice().value());
        }
        return ofBreakdown
                && is(unit, cell.unit())
                && is(facet, cell.facet())
                && is(value, cell.slice().value())
                && (window.isEmpty() || window.get().equalsIgnoreCase(row.kind().name()))
                && (start.isEmpty() || row.kind().isCalendar() && start.get().toEpochDay() == row.start());
    }

    private void see(String part, String text) {
        seen.computeIfAbsent(part, key -> new HashSet<>()).add(text);
    }

    /**
     * Call this after all rows were checked: names a filtered unit, facet or breakdown value that no row has, and the
     * nearest one.
     */
    Optional<String> hint() {
        return hint("unit", unit).or(() -> hint("facet", facet)).or(() -> hint("value", value));
    }

    private Optional<String> hint(String part, Optional<String> wanted) {
        Set<String> there = seen.getOrDefault(part, Set.of());
        return wanted.filter(it -> !there.isEmpty() && !there.contains(it))
                .map(it -> "no row has the " + part + " '" + it + "'; did you mean '" + Nearest.to(it, there) + "'?");
    }

    private static boolean is(Optional<String> wanted, String there) {
        return wanted.isEmpty() || wanted.get().equals(there);
    }
}
