// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.Fulfilment;
import java.util.List;

/** How a part of the pipeline handles links between events and what is owed: it sends or takes them. */
interface LinkHandling {
    /** The event of this part in the form in which it is counted: once, or as each time that something came back. */
    default List<? extends Event> counted(Identity id, Event event) {
        return List.of(event);
    }

    /**
     * The surviving version of an id has changed.
     *
     * @param id UTF-8
     * @param before as it was counted
     * @param after as it is counted
     */
    default void replaced(byte[] id, List<? extends Event> before, List<? extends Event> after) {}

    /** Sends the links that are pending for another part of the pipeline. */
    default void send() {}

    /** Takes links that another part sent, and changes the figures accordingly. */
    default void take(byte[] links, Fulfilment.Figures figures) {
        throw new AssertionError("links for a part that does not receive any");
    }
}
