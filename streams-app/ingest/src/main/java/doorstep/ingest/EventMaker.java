package doorstep.ingest;

import org.apache.avro.specific.SpecificRecord;

/** Makes one event of a row. */
@FunctionalInterface
interface EventMaker {
    SpecificRecord make(RowInFile row, Limits limits) throws BadValue;
}
