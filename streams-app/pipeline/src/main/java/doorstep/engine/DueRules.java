package doorstep.engine;

import doorstep.tally.WorkingDays;
import java.time.Duration;

/**
 * By when things are owed where no record says so.
 *
 * @param acknowledgeLimit from opening to an acknowledgement that is on time
 * @param callBackDays working days from a bad rating to the time by which somebody has to call back, 1 or more
 */
public record DueRules(Duration acknowledgeLimit, int callBackDays, WorkingDays workingDays) {}
