package doorstep.topology;

import doorstep.event.Event;
import doorstep.link.LinkOutbox;
import doorstep.window.SentBatches;
import java.util.Optional;

/** Of visits and of feedback. */
final class LinksOut implements Links {
    private final LinkOutbox outbox;
    private final SentBatches sent;
    private final LinkOutbox.Receiver receiver;

    LinksOut(LinkOutbox outbox, SentBatches sent, LinkOutbox.Receiver receiver) {
        this.outbox = outbox;
        this.sent = sent;
        this.receiver = receiver;
    }

    @Override
    public void replaced(byte[] id, Optional<Event> before, Optional<Event> after) {
        outbox.replace(id, before, after);
    }

    @Override
    public void send() {
        outbox.send(sent, receiver);
    }
}
