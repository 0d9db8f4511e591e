// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import org.apache.avro.specific.SpecificRecord;

/** Makes one event from a row. */
@FunctionalInterface
interface EventMaker {
    /**
     * An event that was made.
     *
     * @param clamped number of its times that were moved to its opening, as the mapping allows
     */
    record Made(SpecificRecord event, int clamped) {
        Made(SpecificRecord event) {
            this(event, 0);
        }
    }

    Made make(RowInFile row, PipelineLimits limits) throws BadValue;
}
