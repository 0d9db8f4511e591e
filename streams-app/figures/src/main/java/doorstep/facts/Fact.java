// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.event.Event;
import doorstep.event.Version;
import doorstep.wire.Topic;
import java.util.Optional;

/**
 * An accepted record of an input topic: one version of an event.
 *
 * @param appendMs the broker's append time, milliseconds since the epoch
 * @param id of the event, which is the key of the record
 * @param event what counts of it; empty for a withdrawn event and for a null value
 */
public record Fact(
        Topic topic, int partition, long offset, long appendMs, String id, Version version, Optional<Event> event) {}
