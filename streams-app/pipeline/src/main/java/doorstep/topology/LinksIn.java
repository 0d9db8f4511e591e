package doorstep.topology;

import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.Fulfilment;
import doorstep.link.LinkRecord;
import doorstep.window.TakenBatches;

/** Of commitments. */
final class LinksIn implements Links {
    private final Fulfilment fulfilment;
    private final TakenBatches taken;

    LinksIn(Fulfilment fulfilment, TakenBatches taken) {
        this.fulfilment = fulfilment;
        this.taken = taken;
    }

    @Override
    public Event counted(Identity id, Event event) {
        return fulfilment.counted(id, (Commitment) event);
    }

    /** @throws doorstep.window.RefusedException see {@link TakenBatches#isNext} */
    @Override
    public void take(byte[] links, Fulfilment.Figures figures) {
        LinkRecord record = Fulfilment.read(links);
        if (taken.isNext(record.header(), links)) {
            fulfilment.take(record, figures);
            taken.take(record.header(), links);
        }
    }
}
