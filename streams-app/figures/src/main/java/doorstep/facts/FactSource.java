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

    /** The number of facts, or a larger one. */
    long mostFacts();

    /**
     * Passes all facts of some input topics on, in any order, perhaps from several threads at once.
     *
     * @param sinks makes the sink of each thread
     */
    void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks);

    /** Like {@link #readAll}, without facts that are not wanted, which takes much less time than reading them. */
    void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks);

    /**
     * Passes the id of each fact on, as often as it has facts, in any order, perhaps from several threads at once. Those
     * of records that were refused may be among them. Takes much less time than {@link #readAll}.
     */
    void readIds(Set<Topic> topics, Consumer<Identity> sink);
}
