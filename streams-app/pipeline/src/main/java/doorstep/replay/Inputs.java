package doorstep.replay;

import doorstep.app.ClusterException;
import doorstep.wire.Topic;
import doorstep.wire.Topics;

/** Input topics by the names that rows of rejects give them. */
final class Inputs {
    private Inputs() {}

    /** @throws ClusterException if there is no such input */
    static Topic named(String name) {
        return Topics.inputs().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClusterException(Topics.REJECTED.name() + " names " + name
                        + ", which is no input; did something else write there?"));
    }
}
