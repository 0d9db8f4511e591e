// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Locale;

/** The quantities that are measured of a process. */
public enum Quantity {
    /** Number of deliveries in the measurement. */
    EVENTS,
    /** CPU time of the whole process from the first record on. */
    CPU_NANOS,
    WALL_NANOS,
    /** Peak resident memory. */
    PEAK_BYTES,
    /** Collections of the whole heap during the measurement; absent for collectors without such a count. */
    FULL_COLLECTIONS,
    /** Size of the state's files when everything was counted. */
    STATE_BYTES,
    /** Records written to output topics. */
    ROWS,
    /** Records written to Kafka: rows, changelogs and all others. */
    RECORDS,
    /** Their bytes as sent to the broker, after compression. */
    WRITTEN_BYTES,
    /** The largest amount that one store logged in one transaction: new rows, and stale rows that were rewritten. */
    LARGEST_COMMIT_BYTES,
    /** Growth of the live heap from before the first record to after the last. */
    HEAP_BYTES,
    /** From the call of start until every task runs. */
    READY_NANOS,
    READY_CPU_NANOS,
    /** The part of it in which state was restored. */
    RESTORE_NANOS,
    /** Distinct ids in the restored state. */
    IDS;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
