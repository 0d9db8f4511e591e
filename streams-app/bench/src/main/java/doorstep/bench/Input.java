// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.wire.TopicNames;
import doorstep.wire.Topics;

/** The topics that contenders read, all generated from the same seed. */
enum Input {
    WHOLE(TopicNames.DEFAULT.of(Topics.FEEDBACK)),
    /** A tenth of the events over the same days, for contenders that would take too long. */
    REDUCED("bench.feedback-reduced"),
    /**
     * As many events as the whole input, but without repetitions and corrections, for contenders that would drop such
     * late events.
     */
    CLEAN("bench.feedback-clean");

    private static final int REDUCED_BY = 10;

    private final String topic;

    Input(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /** @param events number of events in the whole input */
    long deliveries(long events) {
        return this == REDUCED ? Math.max(1, events / REDUCED_BY) : events;
    }

    /** @param events number of events in the whole input */
    Traffic traffic(long seed, long events) {
        return this == CLEAN ? Traffic.clean(seed, events) : new Traffic(seed, deliveries(events));
    }
}
