package doorstep.bench;

import java.util.Locale;

/** What is measured of a process. */
public enum Quantity {
    /** Deliveries that it was measured over. */
    EVENTS,
    /** Processor time of the whole process from the first record on. */
    CPU_NANOS,
    WALL_NANOS,
    /** Resident memory at its highest. */
    PEAK_BYTES,
    /** Files of the state when all was counted. */
    STATE_BYTES,
    /** Records written to output topics. */
    ROWS,
    /** Records written to Kafka: rows, changelogs, everything. */
    RECORDS,
    /** Bytes of these as they went to the broker, compressed if they are. */
    WRITTEN_BYTES,
    /** Of one store in one transaction, the most: what came in, and stale rows written anew. */
    LARGEST_COMMIT_BYTES,
    /** Growth of the live heap from before the first record to after the last. */
    HEAP_BYTES,
    /** From the call of start until every task runs. */
    READY_NANOS,
    READY_CPU_NANOS,
    /** The part of it in which state was read back. */
    RESTORE_NANOS,
    /** Distinct ids in the state that was read back. */
    IDS;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
