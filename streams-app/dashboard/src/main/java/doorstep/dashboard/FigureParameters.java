// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Ask;
import doorstep.api.PageCursor;
import doorstep.api.Problem;
import doorstep.compare.Ranking;
import doorstep.figures.FigureSettings;
import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.question.Against;
import doorstep.question.Cursor;
import doorstep.question.Order;
import doorstep.question.Question;
import doorstep.question.Reach;
import doorstep.question.RowName;
import doorstep.question.Selection;
import doorstep.tally.Breakdown;
import doorstep.tally.Fraction;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a question about figures from the parameters of a request. */
final class FigureParameters {
    /** Of the satisfied share of a unit and those of the units below it. */
    static final Set<String> OF_SCORES = Set.of(Ask.UNIT, "facet", "window", "start", "from", "to");

    /** The same between two periods. */
    static final Set<String> OF_TWO_PERIODS = Set.of(Ask.UNIT, "facet", "window", "start", "from", "to", "against");

    static final String BEFORE = "before";

    private static final String SERIES = "series";
    private static final String TOGETHER = "together";

    /** The periods that one is compared with, by name. */
    static final Map<String, Against> PERIODS = Map.of(BEFORE, Against.BEFORE, "last-year", Against.LAST_YEAR);

    /** All parameters of a question about one topic. */
    static final Set<String> ALL = Set.of(
            Ask.UNIT,
            "reach",
            "window",
            "start",
            "from",
            "to",
            SERIES,
            "breakdown",
            "value",
            "facet",
            TOGETHER,
            "against",
            "sort",
            "direction",
            Ask.LIMIT,
            Ask.CURSOR);

    /** Parameters whose values are words, not codes. */
    private static final Set<String> WORDS = Set.of("reach", "against");

    private static final String NO_ORDER = "unit";
    private static final String HIGHEST = "highest";
    private static final List<String> DIRECTIONS = List.of(HIGHEST, "lowest");

    private final Ask ask;
    private final FigureSettings settings;
    private final LocalDate asOf;

    /** @param asOf local date that a window without a start contains */
    FigureParameters(Ask ask, FigureSettings settings, LocalDate asOf) {
        this.ask = ask;
        this.settings = settings;
        this.asOf = asOf;
    }

    /** @param unit of the question, which the asker may see */
    Question question(Topic topic, String unit) {
        Selection selection = selection(topic, unit);
        return new Question(selection, span(), against(), order(selection), ask.limit(), cursor());
    }

    /** The kind of periods, if a row for each is asked for. */
    Optional<WindowKind> series() {
        List<String> names = Arrays.stream(WindowKind.values())
                .filter(WindowKind::isCalendar)
                .map(Enum::name)
                .toList();
        return ask.optional(SERIES).map(text -> WindowKind.valueOf(ask.choice(SERIES, names)));
    }

    private Selection selection(Topic topic, String unit) {
        Optional<Breakdown> breakdown = ask.optional("breakdown")
                .map(text -> ask.choice("breakdown", labels(), text))
                .map(label -> Breakdown.valueOf(label.toUpperCase(Locale.ROOT)));
        Optional<String> value = ask.optional("value");
        if (value.isPresent() && breakdown.isEmpty()) {
            throw Problem.parameter("value", "it needs a breakdown, such as breakdown=channel");
        }
        boolean together = ask.flag(TOGETHER).orElse(false);
        return new Selection(topic, unit, reach(), breakdown, value, ask.optional("facet"), together);
    }

    private static List<String> labels() {
        return Arrays.stream(Breakdown.values()).map(Breakdown::label).toList();
    }

    private Reach reach() {
        return Reach.valueOf(ask.choice("reach", names(Reach.values()), "unit").toUpperCase(Locale.ROOT));
    }

    /** Of constants, as parameters have them: {@code last-year}. */
    static <E extends Enum<E>> List<String> names(E[] values) {
        return Arrays.stream(values).map(FigureParameters::name).toList();
    }

    static String name(Enum<?> value) {
        return name(value.name());
    }

    private static String name(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a parameter may be, as it is written here, from what the library says. */
    static List<String> allowed(String parameter, List<String> values) {
        return WORDS.contains(parameter)
                ? values.stream().map(FigureParameters::name).toList()
                : values;
    }

    /** A window, or a range of dates with both ends. */
    Span span() {
        Optional<LocalDate> from = ask.date("from");
        Optional<LocalDate> to = ask.date("to");
        if (from.isEmpty() && to.isEmpty()) {
            return window();
        }
        if (ask.optional("window").isPresent() || ask.optional("start").isPresent()) {
            throw Problem.parameter("window", "give either a window, or from and to");
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw Problem.parameter(from.isEmpty() ? "from" : "to", "it is missing; both dates are included");
        }
        if (to.get().isBefore(from.get())) {
            throw Problem.parameter("to", "it is before from");
        }
        return new DateRange(new Period(from.get(), to.get()));
    }

    private Span window() {
        List<String> names = Arrays.stream(WindowKind.values()).map(Enum::name).toList();
        if (ask.optional("window").isEmpty()) {
            throw Problem.parameter(
                    "window",
                    "it is missing: a window such as MONTH, or from and to with dates that are both included");
        }
        WindowKind kind = WindowKind.valueOf(ask.choice("window", names));
        if (!kind.isCalendar()) {
            if (ask.optional("start").isPresent()) {
                throw Problem.parameter("start", kind + " ends at as-of and has no start");
            }
            return new WindowToAsOf(kind);
        }
        OrgCalendar calendar = settings.calendar();
        if (kind.isFiscal() && !calendar.hasFiscalYear()) {
            throw Problem.parameter("window", kind + " needs the setting fiscal.start");
        }
        LocalDate date = ask.date("start").orElse(asOf);
        CalendarWindow window = CalendarWindow.containing(date, kind, calendar);
        if (ask.optional("start").isPresent() && !window.start().equals(date)) {
            throw Problem.parameter("start", "the " + kind + " with " + date + " starts on " + window.start());
        }
        return window;
    }

    private Set<Against> against() {
        Set<Against> against = EnumSet.noneOf(Against.class);
        List<String> names = names(Against.values());
        for (String name : ask.optional("against").map(it -> it.split(",", -1)).orElse(new String[0])) {
            if (!names.contains(name)) {
                throw Problem.parameter("against", name, names);
            }
            against.add(Against.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return against;
    }

    /** Several units with scores are in the order of the shrunk share unless asked otherwise. */
    private Optional<Order> order(Selection selection) {
        boolean usual = selection.topic().equals(Topics.SATISFACTION_SCORES) && selection.reach() != Reach.UNIT;
        String figure = ask.optional("sort").orElse(usual ? Order.SHRUNK : NO_ORDER);
        boolean highest = ask.choice("direction", DIRECTIONS, HIGHEST).equals(HIGHEST);
        return figure.equals(NO_ORDER)
                ? Optional.empty()
                : Optional.of(
                        new Order(figure, highest ? Ranking.Direction.HIGHEST_FIRST : Ranking.Direction.LOWEST_FIRST));
    }

    private Optional<Cursor> cursor() {
        return ask.cursor().map(cursor -> {
            if (cursor.key().size() != 3) {
                throw brokenCursor();
            }
            RowName row = new RowName(
                    cursor.key().get(0), cursor.key().get(1), cursor.key().get(2));
            return new Cursor(Optional.ofNullable(cursor.value()).map(FigureParameters::fraction), row);
        });
    }

    private static Fraction fraction(Object text) {
        try {
            return Fraction.parse((String) text);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw brokenCursor();
        }
    }

    static Problem brokenCursor() {
        return Problem.parameter(Ask.CURSOR, "it is not one of this question; ask without it for the first page");
    }

    static PageCursor text(Cursor cursor) {
        List<String> key = new ArrayList<>(
                List.of(cursor.row().unit(), cursor.row().value(), cursor.row().facet()));
        return new PageCursor(cursor.figure().map(Fraction::toString).orElse(null), key);
    }
}
