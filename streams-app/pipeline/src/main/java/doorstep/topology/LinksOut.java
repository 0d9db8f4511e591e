package doorstep.topology;

import doorstep.event.Event;
import doorstep.link.LinkOutbox;
import java.util.Optional;

/** Of visits and of feedback. */
final class LinksOut implements Links {
    private final LinkOutbox outbox;
    private final String sender;
    private final long[] numbers;
    private final LinkOutbox.Receiver receiver;

    /** @param numbers see {@link LinkOutbox#send}; shared with whoever keeps them */
    LinksOut(LinkOutbox outbox, String sender, long[] numbers, LinkOutbox.Receiver receiver) {
        this.outbox = outbox;
        this.sender = sender;
        this.numbers = numbers;
        this.receiver = receiver;
    }

    @Override
    public void replaced(byte[] id, Optional<Event> before, Optional<Event> after) {
        outbox.replace(id, before, after);
    }

    @Override
    public void send() {
        outbox.send(sender, numbers, receiver);
    }
}
