package doorstep.topology;

import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.Fulfilment;
import doorstep.link.LinkRecord;
import doorstep.window.LastNumbers;

/** Of commitments. */
final class LinksIn implements Links {
    private final Fulfilment fulfilment;
    private final LastNumbers numbers;

    LinksIn(Fulfilment fulfilment, LastNumbers numbers) {
        this.fulfilment = fulfilment;
        this.numbers = numbers;
    }

    @Override
    public Event counted(Identity id, Event event) {
        return fulfilment.counted(id, (Commitment) event);
    }

    /** @throws doorstep.window.RefusedException HISTORY_MISSING */
    @Override
    public void take(byte[] links, Fulfilment.Figures figures) {
        LinkRecord record = Fulfilment.read(links);
        if (numbers.isNext(record.sender(), record.number())) {
            fulfilment.take(record, figures);
            numbers.take(record.sender(), record.number());
        }
    }
}
