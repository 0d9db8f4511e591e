// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.integrity.SequenceNumbers;
import doorstep.link.Fulfilment;
import doorstep.link.Worklist;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The link handling of commitments, which receive links. */
final class LinkReceiver implements LinkHandling {
    private final Fulfilment fulfilment;
    private final SequenceNumbers taken;
    private final Worklist worklist;

    /** @param worklist is told everything that changes */
    LinkReceiver(Fulfilment fulfilment, SequenceNumbers taken, Worklist worklist) {
        this.fulfilment = fulfilment;
        this.taken = taken;
        this.worklist = worklist;
    }

    @Override
    public List<? extends Event> counted(Identity id, Event event) {
        return fulfilment.counted(id, (Commitment) event);
    }

    @Override
    public void replaced(byte[] id, List<? extends Event> before, List<? extends Event> after) {
        String text = new String(id, StandardCharsets.UTF_8);
        before.forEach(event -> worklist.subtract(text, (Commitment) event));
        after.forEach(event -> worklist.add(text, (Commitment) event));
    }

    /** @throws doorstep.integrity.RefusedException see {@link SequenceNumbers#isNext} */
    @Override
    public void take(byte[] links, Fulfilment.Figures figures) {
        LinkRecord record = LinkRecord.fromBytes(links);
        if (taken.isNext(record.header(), links)) {
            fulfilment.take(record.changes(), withWorklist(figures));
            taken.take(record.header(), links);
        }
    }

    /** Links change duties and call-backs only, which have their ids. */
    private Fulfilment.Figures withWorklist(Fulfilment.Figures figures) {
        return new Fulfilment.Figures(
                figures.subtract().andThen(owed -> worklist.subtract(owed.id().orElseThrow(), owed)),
                figures.add().andThen(owed -> worklist.add(owed.id().orElseThrow(), owed)));
    }
}
