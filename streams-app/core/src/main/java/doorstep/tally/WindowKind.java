// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

/**
 * The kinds of windows. Rolling windows end with the minute (or the local date) of as-of and have no start of their
 * own; calendar windows start on a local date. The codes are part of store keys and must not change.
 */
public enum WindowKind {
    /** 60 minutes, including that of as-of. */
    LAST_HOUR(1, Shape.MINUTES, 60),
    /** 1,440 minutes, whatever the local clock does. */
    LAST_24H(2, Shape.MINUTES, 1_440),
    /** Local dates, including today. */
    LAST_7D(3, Shape.DAYS, 7),
    LAST_30D(4, Shape.DAYS, 30),
    LAST_90D(5, Shape.DAYS, 90),
    DAY(6, Shape.CALENDAR, 0),
    /** ISO 8601: Monday to Sunday. */
    WEEK(7, Shape.CALENDAR, 0),
    MONTH(8, Shape.CALENDAR, 0),
    QUARTER(9, Shape.CALENDAR, 0),
    YEAR(10, Shape.CALENDAR, 0),
    FISCAL_QUARTER(11, Shape.CALENDAR, 0),
    FISCAL_YEAR(12, Shape.CALENDAR, 0),
    EVER(13, Shape.EVER, 0);

    private static final WindowKind[] ALL = values(); // asked for with every change, and values() copies

    private enum Shape {
        MINUTES,
        DAYS,
        CALENDAR,
        EVER
    }

    private final int code;
    private final Shape shape;
    private final int length;

    WindowKind(int code, Shape shape, int length) {
        this.code = code;
        this.shape = shape;
        this.length = length;
    }

    public int code() {
        return code;
    }

    public static WindowKind ofCode(int code) {
        WindowKind kind = ALL[code - 1];
        if (kind.code != code) {
            throw new AssertionError(code);
        }
        return kind;
    }

    /** Whether it is a rolling window in minutes of UTC. */
    public boolean rollsByMinute() {
        return shape == Shape.MINUTES;
    }

    /** Whether it is a rolling window in local dates. */
    public boolean rollsByDay() {
        return shape == Shape.DAYS;
    }

    public boolean isCalendar() {
        return shape == Shape.CALENDAR;
    }

    public boolean isFiscal() {
        return this == FISCAL_QUARTER || this == FISCAL_YEAR;
    }

    /** Length of a rolling window in minutes or local days. */
    public int length() {
        return length;
    }
}
