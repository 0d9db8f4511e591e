package doorstep.ingest;

import org.apache.avro.specific.SpecificRecord;

/** Makes one event of a row. */
@FunctionalInterface
interface EventMaker {
    /**
     * An event.
     *
     * @param clamped its times that were moved to its opening, as the mapping allows
     */
    record Made(SpecificRecord event, int clamped) {
        Made(SpecificRecord event) {
            this(event, 0);
        }
    }

    Made make(RowInFile row, PipelineLimits limits) throws BadValue;
}
