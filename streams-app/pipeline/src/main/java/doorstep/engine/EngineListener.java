package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.Topic;
import java.time.Duration;

/**
 * Hears how the tasks of this process stand. Called on their threads, once a round (a delta batch, or a sending of rows)
 * and never per record, so that being heard costs the records nothing. A listener must not block.
 */
public interface EngineListener {
    /** Hears nothing. */
    EngineListener NONE = new EngineListener() {};

    /**
     * The end of a task's start, or of one of its rounds: it runs.
     *
     * @param row what {@code doorstep.progress} says of the task, changed or not; may not be committed yet; not to be
     *     modified
     */
    default void onRound(Progress row) {}

    /**
     * A delta batch that was not empty.
     *
     * @param cells of leaf units, before unit prefixes came in
     */
    default void onDeltaBatch(String part, int partition, long cells, Duration took) {}

    /** Rows forwarded in one round. What an aborted transaction sent is sent, and counted, again. */
    default void onRows(Topic topic, long rows) {}

    /** @param cells of one windows partition, each once for every year in which it has figures */
    default void onCells(int partition, long cells) {}

    /** At the end of a task's start: the transitions of the zone by which it tells local days. */
    default void onZone(String part, int partition, ZoneTransitions zone) {}

    /** The task has left this process, or starts again. */
    default void onClosed(String part, int partition) {}
}
