package doorstep.cli;

import doorstep.app.ConfigurationException;
import doorstep.app.Nearest;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rows of a topic of figures to print. */
final class RowFilter {
    private static final String NO_BREAKDOWN = "none";

    @Option(names = "--unit", paramLabel = "UNIT", description = "Rows of this unit only; '*' is all of them together.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--window", paramLabel = "WINDOW", description = "Rows of this window only, e.g. MONTH.")
    private Optional<String> window = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "DATE",
            description = "Rows of calendar windows that start on this date only.")
    private Optional<String> start = Optional.empty();

    @Option(
            names = "--breakdown",
            paramLabel = "NAME[=VALUE]",
            description = "Rows by this breakdown only, e.g. category or category=TALK; none = rows without.")
    private Optional<String> breakdown = Optional.empty();

    @Option(names = "--facet", paramLabel = "FACET", description = "Rows of this facet only, e.g. OVERALL:GRADE_5.")
    private Optional<String> facet = Optional.empty();

    /** @throws ConfigurationException naming a filter that no row can pass */
    void requireValid(boolean ofFigures) {
        if (!ofFigures) {
            if (List.of(unit, window, start, breakdown, facet).stream().anyMatch(Optional::isPresent)) {
                throw new ConfigurationException("filters are for topics of figures; this one has none");
            }
            return;
        }
        List<String> windows =
                Arrays.stream(WindowKind.values()).map(Enum::name).toList();
        window.map(it -> it.toUpperCase(Locale.ROOT)).ifPresent(it -> requireOneOf("window", it, windows));
        List<String> breakdowns = new ArrayList<>(List.of(NO_BREAKDOWN));
        Arrays.stream(Breakdown.values()).map(Breakdown::label).forEach(breakdowns::add);
        breakdown.ifPresent(it -> requireOneOf("breakdown", it.replaceFirst("=.*", ""), breakdowns));
    }

    private static void requireOneOf(String what, String name, List<String> names) {
        if (!names.contains(name)) {
            throw new ConfigurationException(
                    "no " + what + " is called " + name + "; did you mean " + Nearest.to(name, names) + "?");
        }
    }

    boolean accepts(FlatRow row) {
        return is(unit, row, "unit")
                && is(window.map(it -> it.toUpperCase(Locale.ROOT)), row, "window")
                && is(start, row, "start")
                && is(facet, row, "facet")
                && breakdown.filter(it -> !isOf(it, row)).isEmpty();
    }

    private static boolean is(Optional<String> wanted, FlatRow row, String part) {
        return wanted.filter(it -> !it.equals(row.text(part))).isEmpty();
    }

    private static boolean isOf(String wanted, FlatRow row) {
        if (wanted.equals(NO_BREAKDOWN)) {
            return row.text("breakdown").isEmpty();
        }
        int equals = wanted.indexOf('=');
        return equals < 0
                ? row.text("breakdown").equals(wanted)
                : row.text("breakdown").equals(wanted.substring(0, equals))
                        && row.text("value").equals(wanted.substring(equals + 1));
    }
}
