// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.cluster.ClusterException;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;

/** Finds input topics by the names in rows of the rejects topic. */
final class InputNames {
    private InputNames() {}

    /** @throws ClusterException if there is no such input topic */
    static Topic named(String name, TopicNames names) {
        return names.find(name)
                .filter(Topics.inputs()::contains)
                .orElseThrow(() -> new ClusterException(names.of(Topics.REJECTED) + " names " + name
                        + ", which is not an input topic; did another program write there?"));
    }
}
