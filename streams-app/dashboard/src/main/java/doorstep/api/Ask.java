// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.event.TreePath;
import doorstep.question.Access;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A question as it was asked: its parameters, what may be seen, and when to stop. Each method may throw {@link Problem}. */
public final class Ask {
    public static final String LIMIT = "limit";
    public static final String CURSOR = "cursor";
    public static final String UNIT = "unit";

    private static final int ROWS = 100;
    /** Years have four digits: calendars reckon with dates before and after those asked for. */
    private static final int LAST_YEAR = 9_999;

    private final Map<String, String> parameters;
    private final Access access;
    private final Deadline deadline;
    private final int maxRows;

    Ask(Map<String, String> parameters, Access access, Deadline deadline, int maxRows) {
        this.parameters = parameters;
        this.access = access;
        this.deadline = deadline;
        this.maxRows = maxRows;
    }

    public Access access() {
        return access;
    }

    /**
     * Says how to cancel the question. The action runs at most once, in another thread, and never after the question
     * has returned.
     */
    public void onTimeout(Runnable cancel) {
        deadline.onTimeout(cancel);
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public String text(String name) {
        return optional(name).orElseThrow(() -> Problem.parameter(name, "it is missing"));
    }

    /** One of several values, or the default if the parameter is absent. */
    public String choice(String name, Collection<String> allowed, String absent) {
        String value = parameters.getOrDefault(name, absent);
        if (!allowed.contains(value)) {
            throw Problem.parameter(name, value, allowed);
        }
        return value;
    }

    /** One of several values; the parameter is required. */
    public String choice(String name, Collection<String> allowed) {
        if (!parameters.containsKey(name)) {
            throw Problem.parameter(name, "it is missing; known: " + String.join(", ", allowed));
        }
        return choice(name, allowed, "");
    }

    public Optional<LocalDate> date(String name) {
        return optional(name).map(text -> {
            try {
                LocalDate date = LocalDate.parse(text);
                if (date.getYear() > 0 && date.getYear() <= LAST_YEAR) {
                    return date;
                }
            } catch (DateTimeParseException e) {
                // falls through to the same message
            }
            throw Problem.parameter(name, "it is not a date such as 2024-05-31");
        });
    }

    public Optional<Boolean> flag(String name) {
        return optional(name)
                .map(text -> choice(name, List.of("true", "false"), text).equals("true"));
    }

    public int number(String name, int least, int most, int absent) {
        return optional(name)
                .map(text -> {
                    int value = parsed(text, Integer::valueOf).orElse(least - 1);
                    if (value < least || value > most) {
                        throw Problem.parameter(name, "it is not a whole number from " + least + " to " + most);
                    }
                    return value;
                })
                .orElse(absent);
    }

    /** How many rows a page has at most. */
    public int limit() {
        return number(LIMIT, 1, maxRows, Math.min(ROWS, maxRows));
    }

    /** Where the page before ended; within what may be seen. */
    public Optional<PageCursor> cursor() {
        return optional(CURSOR).map(text -> PageCursor.parse(text)
                .filter(cursor -> access.covers(cursor.unit()))
                .orElseThrow(() -> Problem.parameter(
                        CURSOR, "it is not one that an answer to this question gave; leave it out to begin anew")));
    }

    /**
     * The unit asked about; the one that the token is for if the parameter is absent. One that is not known, or not
     * visible, is refused in the same words; the nearest name is drawn from what is visible.
     *
     * @param all units, from which the nearest name is drawn; asked only if the unit is unknown
     */
    public String unit(Predicate<String> isKnown, Function<Access, Collection<String>> all) {
        String unit = optional(UNIT).orElse(access.unit());
        boolean valid = unit.equals(TreePath.ROOT) || TreePath.isValid(unit);
        if (!valid || !access.covers(unit) || !isKnown.test(unit)) {
            throw Problem.unknownUnit(
                    unit, all.apply(access).stream().filter(access::covers).toList());
        }
        return unit;
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
