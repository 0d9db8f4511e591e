package doorstep.bench;

import doorstep.wire.TopicNames;
import doorstep.wire.Topics;

/** The topics that contenders read; all of the same seed. */
enum Input {
    WHOLE(TopicNames.DEFAULT.of(Topics.FEEDBACK)),
    /** A tenth of the events over the same days, for contenders that would take too long. */
    REDUCED("bench.feedback-reduced"),
    /** As many events as the whole, but nothing repeated or corrected, for contenders that would drop what is that late. */
    CLEAN("bench.feedback-clean");

    private static final int REDUCED_BY = 10;

    private final String topic;

    Input(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /** @param events of the whole input */
    long deliveries(long events) {
        return this == REDUCED ? Math.max(1, events / REDUCED_BY) : events;
    }

    /** @param events of the whole input */
    Traffic traffic(long seed, long events) {
        return this == CLEAN ? Traffic.clean(seed, events) : new Traffic(seed, deliveries(events));
    }
}
