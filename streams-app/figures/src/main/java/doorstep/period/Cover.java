// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import java.util.List;

/**
 * Calendar windows that add up to a range of dates: each of its dates is counted in exactly one of them.
 *
 * @param windows in the order of their dates, as few as there can be
 */
public record Cover(Period dates, List<CalendarWindow> windows) implements Coverage {
    public Cover {
        windows = List.copyOf(windows);
    }
}
