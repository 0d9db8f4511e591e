// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Identity;
import doorstep.facts.Fact;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.EventTopic;
import doorstep.wire.Identities;
import doorstep.wire.Topics;
import org.apache.kafka.common.utils.Bytes;

/**
 * An event, whatever its version.
 *
 * @param topic short name of the input, to which ids belong
 */
record Ref(String topic, Identity id) {
    static Ref of(Fact fact) {
        return new Ref(fact.topic().shortName(), Identities.of(fact.id()));
    }

    /** The event that a link entry comes from. */
    static Ref of(Bytes linkEntry) {
        boolean feedback = LinkEntry.source(linkEntry) == EventTopic.FEEDBACK;
        return new Ref(
                (feedback ? Topics.FEEDBACK : Topics.VISITS).shortName(), Identities.of(LinkEntry.id(linkEntry)));
    }
}
