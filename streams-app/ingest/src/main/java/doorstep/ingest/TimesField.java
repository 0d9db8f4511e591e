// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.time.Instant;
import java.util.List;

/** A field of an event that is a list of times. */
record TimesField(String name, Field<List<Instant>> field) {
    List<Instant> read(RowInFile row, PipelineLimits limits) throws BadValue {
        List<Instant> times = field.read(row).orElse(List.of());
        for (Instant time : times) {
            try {
                limits.check(time);
            } catch (BadValue e) {
                throw e.of(name, field.columns());
            }
        }
        return times;
    }
}
