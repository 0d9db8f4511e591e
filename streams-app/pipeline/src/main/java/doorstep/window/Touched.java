package doorstep.window;

import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is to be added to the windows of one cell: many moments come to few windows. Not thread-safe. */
final class Touched {
    /** Takes what is to be added to one window. */
    interface Receiver {
        void accept(WindowKind kind, long start, Tally tally);
    }

    private record Window(WindowKind kind, long start, RunningTally tally) {}

    private record Day(long day, RunningTally tally) {}

    private final List<Window> windows = new ArrayList<>();
    private final List<Day> days = new ArrayList<>();

    /** @param start see {@link OrgCalendar#startOf}; 0 of a rolling one */
    RunningTally window(WindowKind kind, long start) {
        for (int i = windows.size() - 1; i >= 0; i--) {
            Window window = windows.get(i);
            if (window.kind == kind && window.start == start) {
                return window.tally;
            }
        }
        Window window = new Window(kind, start, new RunningTally());
        windows.add(window);
        return window.tally;
    }

    /** To be added to all windows that hold this local day, but those that roll by minute. */
    RunningTally day(long day) {
        for (int i = days.size() - 1; i >= 0; i--) {
            if (days.get(i).day == day) {
                return days.get(i).tally;
            }
        }
        Day added = new Day(day, new RunningTally());
        days.add(added);
        return added.tally;
    }

    /**
     * What comes to each window that changes.
     *
     * @param kinds windows of the cell
     * @param today local day of as-of
     * @param dayKept for how many days the tally of a day is kept, even if DAY is not among the windows
     */
    void forEach(Set<WindowKind> kinds, OrgCalendar calendar, long today, int dayKept, Receiver receiver) {
        for (Day day : days) {
            for (WindowKind kind : kinds) {
                if (kind.rollsByDay()) {
                    if (day.day > today - kind.length()) {
                        window(kind, 0).add(day.tally);
                    }
                } else if (!kind.rollsByMinute()) {
                    window(kind, calendar.startOf(kind, day.day)).add(day.tally);
                }
            }
            if (!kinds.contains(WindowKind.DAY) && day.day > today - dayKept) {
                window(WindowKind.DAY, day.day).add(day.tally);
            }
        }
        for (Window window : windows) {
            if (!window.tally.isZero()) { // as much may leave as enters
                receiver.accept(window.kind, window.start, window.tally.toTally());
            }
        }
    }
}
