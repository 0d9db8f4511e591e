package doorstep.engine;

import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.Fulfilment;
import java.util.Optional;

/** What a part of the pipeline has to do with links between events and what is owed. */
interface LinkHandling {
    /** An event of this part as it counts. */
    default Event counted(Identity id, Event event) {
        return event;
    }

    /**
     * The surviving version of an id is another one.
     *
     * @param id UTF-8
     */
    default void replaced(byte[] id, Optional<Event> before, Optional<Event> after) {}

    /** Sends what waits to be sent; for another part of the pipeline. */
    default void send() {}

    /** Takes in what another part sent, and moves the figures by what that changes. */
    default void take(byte[] links, Fulfilment.Figures figures) {
        throw new AssertionError("links for a part that takes none");
    }
}
