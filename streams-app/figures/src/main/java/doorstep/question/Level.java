// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.ServiceLevel;
import java.time.LocalDate;

/**
 * How many commitments are open, and how many of these overdue, at the end of a date, as the records stand now.
 *
 * @param date as-of's date: at as-of
 */
public record Level(LocalDate date, long open, long overdue) {
    /** @param changes of all dates up to this one */
    static Level of(LocalDate date, ServiceLevel changes) {
        return new Level(date, changes.getBacklogChange(), changes.getOverdueChange());
    }
}
