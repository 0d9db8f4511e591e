// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.Topic;
import java.time.Duration;

/**
 * Observer of the tasks in this process. Called on their threads, once a round (a delta batch, or a sending of rows)
 * and never per record, so that listening costs records nothing. Must not block.
 */
public interface EngineListener {
    /** A listener that does nothing. */
    EngineListener NONE = new EngineListener() {};

    /**
     * A task has started or completed a round, so it is running.
     *
     * @param row the task's row in {@code doorstep.progress}, changed or not; may not be committed yet; not to be
     *     modified
     */
    default void onRound(Progress row) {}

    /**
     * A delta batch that was not empty was sent.
     *
     * @param cells of leaf units, before they are expanded to unit prefixes
     */
    default void onDeltaBatch(String part, int partition, long cells, Duration took) {}

    /** Rows were forwarded in one round. Rows of an aborted transaction are sent, and counted, again. */
    default void onRows(Topic topic, long rows) {}

    /** @param cells of one windows partition; a cell counts once for each year in which it has figures */
    default void onCells(int partition, long cells) {}

    /** A task has started: the time zone transitions by which it assigns local days. */
    default void onZone(String part, int partition, ZoneTransitions zone) {}

    /** The task has left this process, or is restarting. */
    default void onClosed(String part, int partition) {}
}
