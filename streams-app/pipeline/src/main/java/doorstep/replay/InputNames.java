package doorstep.replay;

import doorstep.cluster.ClusterException;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;

/** Input topics by the names that rows of rejects give them. */
final class InputNames {
    private InputNames() {}

    /** @throws ClusterException if there is no such input */
    static Topic named(String name, TopicNames names) {
        return names.find(name)
                .filter(Topics.inputs()::contains)
                .orElseThrow(() -> new ClusterException(names.of(Topics.REJECTED) + " names " + name
                        + ", which is no input; did something else write there?"));
    }
}
