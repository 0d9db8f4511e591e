// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.tally.WorkingDays;
import java.time.Duration;

/**
 * Rules for due times where no record states one.
 *
 * @param acknowledgeLimit from opening to the latest acknowledgement that is on time
 * @param callBackDays working days from a bad rating to the time by which somebody has to call back, 1 or more
 */
public record DueRules(Duration acknowledgeLimit, int callBackDays, WorkingDays workingDays) {}
