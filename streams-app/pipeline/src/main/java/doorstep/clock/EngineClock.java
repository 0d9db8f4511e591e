// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

/** The clock that as-of follows, unless as-of is fixed. Used by all threads of an instance. */
@FunctionalInterface
public interface EngineClock {
    /** The clock of Kafka Streams, for tests and simulations that advance it themselves. */
    EngineClock OF_STREAMS = streamsMs -> streamsMs;

    /**
     * @param streamsMs current time of Kafka Streams
     * @return milliseconds since the epoch, UTC
     */
    long at(long streamsMs);

    /** Called first when a task starts; returns once the clock is usable. */
    default void onTaskStart() {}

    /** @param ms append time of a record that was read, by a broker's clock */
    default void onAppendTime(long ms) {}
}
