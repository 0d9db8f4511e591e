// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import doorstep.event.Event;
import doorstep.event.Version;
import java.util.Optional;

/**
 * The ledger's entry for an id: its surviving version.
 *
 * @param event what counts of it; empty if it is withdrawn
 */
public record Entry(Version version, Optional<Event> event) {}
