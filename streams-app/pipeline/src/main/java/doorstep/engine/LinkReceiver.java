// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.integrity.SequenceNumbers;
import doorstep.link.Fulfilment;

/** The link handling of commitments, which receive links. */
final class LinkReceiver implements LinkHandling {
    private final Fulfilment fulfilment;
    private final SequenceNumbers taken;

    LinkReceiver(Fulfilment fulfilment, SequenceNumbers taken) {
        this.fulfilment = fulfilment;
        this.taken = taken;
    }

    @Override
    public Event counted(Identity id, Event event) {
        return fulfilment.counted(id, (Commitment) event);
    }

    /** @throws doorstep.integrity.RefusedException see {@link SequenceNumbers#isNext} */
    @Override
    public void take(byte[] links, Fulfilment.Figures figures) {
        LinkRecord record = LinkRecord.fromBytes(links);
        if (taken.isNext(record.header(), links)) {
            fulfilment.take(record.changes(), figures);
            taken.take(record.header(), links);
        }
    }
}
