package doorstep.clock;

/** The clock that as-of follows, unless it is fixed. Asked by all threads of an instance. */
@FunctionalInterface
public interface EngineClock {
    /** That of Kafka Streams: for tests and simulations, which turn it themselves. */
    EngineClock OF_STREAMS = streamsMs -> streamsMs;

    /**
     * @param streamsMs what Kafka Streams takes for the time
     * @return milliseconds since the epoch, UTC
     */
    long at(long streamsMs);

    /** The first thing that a task does when it starts: returns once the clock may be asked. */
    default void onTaskStart() {}

    /** @param ms of a record that was read: when a broker appended it, by that broker's clock */
    default void onAppendTime(long ms) {}
}
