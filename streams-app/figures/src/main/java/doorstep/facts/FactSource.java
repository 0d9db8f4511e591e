// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.event.Identity;
import doorstep.wire.Topic;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where facts come from. Every reading brings the same ones. */
public interface FactSource {
    /** Chooses facts by the identities of their ids. */
    @FunctionalInterface
    interface Wanted {
        boolean test(Topic topic, Identity id);
    }

    /**
     * Passes all facts of some input topics on, in any order, perhaps from several threads at once.
     *
     * @param sinks makes the sink of each thread
     */
    void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks);

    /**
     * Passes some facts on: those of a partition by one thread, in the order of offsets. What is not wanted is left out,
     * which is much faster than {@link #readAll}.
     */
    void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks);
}
