package doorstep.topology;

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
}
