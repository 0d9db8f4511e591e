// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import java.util.Optional;

/**
 * A range as it was asked for, and what is left of it within the dates that can have figures.
 *
 * @param dates empty if it lies outside: all figures are 0
 * @param beginsTooEarly whether it was cut at, or lies before, the date of {@code events.earliest}
 * @param endsTooLate whether it was cut at, or lies behind, as-of's date
 */
public record Cut(Period asked, Optional<Period> dates, boolean beginsTooEarly, boolean endsTooLate) {}
