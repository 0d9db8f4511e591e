// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.family.RowHead;
import doorstep.feed.ParsedKey;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;

/**
 * The figure that a row shows.
 *
 * @param asOf of the row, minutes since the epoch: rolling windows end there, and nothing later counts in any window
 */
public record Figure(Topic topic, ParsedKey key, long asOf) {
    Cell cell() {
        return key.cell();
    }

    RowHead head() {
        return key.head();
    }

    /** Whether a minute is in the window. */
    boolean holds(long minute, OrgCalendar calendar) {
        WindowKind kind = key.kind();
        if (minute > asOf) {
            return false;
        }
        if (kind.rollsByMinute()) {
            return minute > asOf - kind.length();
        }
        if (kind.rollsByDay()) {
            return calendar.dayOf(minute) > calendar.dayOf(asOf) - kind.length();
        }
        return !kind.isCalendar() || calendar.startOf(kind, calendar.dayOf(minute)) == key.start();
    }
}
