// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.event.Event;
import doorstep.event.Version;
import java.util.Optional;

/** The verdict on one record. Depends only on the record, the registry and the limits, never on earlier records. */
public sealed interface Decoded {
    /**
     * The record is valid and counts as a delivery of its id.
     *
     * @param event what counts of it; empty for a withdrawn event and for a null value
     */
    record Accepted(Version version, Optional<Event> event) implements Decoded {}

    /** @param field the invalid field, if there is one */
    record Refused(Reason reason, Optional<String> field) implements Decoded {
        static Refused of(Reason reason) {
            return new Refused(reason, Optional.empty());
        }
    }
}
