// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.time.Instant;
import java.util.Optional;

/**
 * A field of an event that is a time.
 *
 * @param due whether the time may be in the future
 */
record TimeField(String name, Field<Instant> field, boolean due) {
    Optional<Instant> read(RowInFile row, PipelineLimits limits) throws BadValue {
        Optional<Instant> time = field.read(row);
        if (time.isPresent()) {
            try {
                return Optional.of(due ? limits.checkDue(time.get()) : limits.check(time.get()));
            } catch (BadValue e) {
                throw e.of(name, field.columns());
            }
        }
        return time;
    }
}
