package doorstep.window;

import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is to be added to the windows of one cell: many moments come to few windows. Not thread-safe. */
final class Touched {
    /** Takes what is to be added to one window. */
    interface Receiver {
        void accept(WindowKind kind, long start, Tally tally);
    }

    private final Map<WindowKind, Map<Long, RunningTally>> windows = new EnumMap<>(WindowKind.class); // by start
    private final Map<Long, RunningTally> days = new HashMap<>();

    /** @param start see {@link OrgCalendar#startOf}; 0 of a rolling one */
    RunningTally window(WindowKind kind, long start) {
        return windows.computeIfAbsent(kind, k -> new HashMap<>()).computeIfAbsent(start, from -> new RunningTally());
    }

    /** To be added to all windows that hold this local day, but those that roll by minute. */
    RunningTally day(long day) {
        return days.computeIfAbsent(day, d -> new RunningTally());
    }

    /**
     * What comes to each window that changes.
     *
     * @param kinds windows of the cell
     * @param today local day of as-of
     * @param dayKept for how many days the tally of a day is kept, even if DAY is not among the windows; 0: for none
     */
    void forEach(Set<WindowKind> kinds, OrgCalendar calendar, long today, int dayKept, Receiver receiver) {
        days.forEach((day, tally) -> {
            for (WindowKind kind : kinds) {
                if (kind.rollsByDay()) {
                    if (day > today - kind.length()) {
                        window(kind, 0).add(tally);
                    }
                } else if (!kind.rollsByMinute()) {
                    window(kind, calendar.startOf(kind, day)).add(tally);
                }
            }
            if (dayKept > 0 && !kinds.contains(WindowKind.DAY) && day > today - dayKept) {
                window(WindowKind.DAY, day).add(tally);
            }
        });
        windows.forEach((kind, byStart) -> byStart.forEach((start, tally) -> {
            if (!tally.isZero()) { // as much may leave as enters
                receiver.accept(kind, start, tally.toTally());
            }
        }));
    }
}
