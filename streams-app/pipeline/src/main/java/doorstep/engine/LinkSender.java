// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.event.Event;
import doorstep.integrity.BatchSequencer;
import java.util.List;
import java.util.Optional;

/** The link handling of visits and feedback, which send links. */
final class LinkSender implements LinkHandling {
    private final LinkOutbox outbox;
    private final BatchSequencer sent;
    private final LinkOutbox.Receiver receiver;

    LinkSender(LinkOutbox outbox, BatchSequencer sent, LinkOutbox.Receiver receiver) {
        this.outbox = outbox;
        this.sent = sent;
        this.receiver = receiver;
    }

    @Override
    public void replaced(byte[] id, List<? extends Event> before, List<? extends Event> after) {
        outbox.replace(id, one(before), one(after));
    }

    private static Optional<Event> one(List<? extends Event> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.get(0));
    }

    @Override
    public void send() {
        outbox.send(sent, receiver);
    }
}
