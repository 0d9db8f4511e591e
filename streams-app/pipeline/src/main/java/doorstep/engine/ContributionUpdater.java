// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.decode.Decoded;
import doorstep.delta.PreAggregator;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.LastBatch;
import doorstep.integrity.SequenceNumbers;
import doorstep.ledger.Dictionary;
import doorstep.ledger.Entry;
import doorstep.ledger.Ledger;
import doorstep.ledger.LinkRows;
import doorstep.ledger.StoreLedger;
import doorstep.link.Fulfilment;
import doorstep.link.Worklist;
import doorstep.wire.Identities;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns the accepted events and the links of one input partition into delta batches: decides which version of an id
 * counts, pre-aggregates the difference that a new one makes, and sends what has been pre-aggregated.
 */
final class ContributionUpdater {
    private final ProcessorContext<byte[], byte[]> context;
    private final InputPipeline part;
    private final InputCounters counters;
    private final Ledger ledger;
    private final LastBatch[] linksSent;
    private final SequenceNumbers linksTaken;
    private final LinkHandling links;
    private final Worklist worklist = new Worklist(); // stays empty in parts that send links
    private final PreAggregator preAggregator;
    private final LastBatch[] deltaBatchesSent;
    private final BatchSequencer deltaBatches;

    /**
     * @param state from which the task continues
     * @param counters updated here for accepted events
     */
    ContributionUpdater(
            ProcessorContext<byte[], byte[]> context,
            InputPipeline part,
            TaskLifecycle task,
            InputState state,
            InputCounters counters) {
        this.context = context;
        this.part = part;
        this.counters = counters;
        EngineSettings settings = task.settings();
        Dictionary dictionary = new Dictionary(context.getStateStore(part.wordsStore()));
        ledger = new StoreLedger(context.getStateStore(part.ledgerStore()), dictionary);
        linksSent = state.linksSent().toArray(LastBatch[]::new);
        linksTaken = new SequenceNumbers(state.linksTaken(), task.name(), settings.fingerprint(), settings.rebuild());
        links = part.takesLinks() ? receiver(settings, dictionary) : sender(settings, task.name());
        preAggregator = new PreAggregator(
                settings.families(), settings.measures().breakdowns(), settings.calendar(), settings.partitions());
        deltaBatchesSent = state.deltaBatchesSent().toArray(LastBatch[]::new);
        deltaBatches = new BatchSequencer(task.name(), deltaBatchesSent, settings.fingerprint(), settings.rebuild());
    }

    private LinkHandling receiver(EngineSettings settings, Dictionary dictionary) {
        DueRules dueRules = settings.measures().dueRules();
        Fulfilment fulfilment = new Fulfilment(
                id -> ledger.get(id).flatMap(Entry::event),
                new LinkRows(context.getStateStore(part.linksStore()), dictionary),
                settings.calendar(),
                settings.measures().catalogue(),
                dueRules.workingDays(),
                dueRules.callBackDays());
        return new LinkReceiver(fulfilment, linksTaken, worklist);
    }

    private LinkHandling sender(EngineSettings settings, String name) {
        LinkOutbox outbox = new LinkOutbox(settings.measures().catalogue(), settings.partitions());
        BatchSequencer sent = new BatchSequencer(name, linksSent, settings.fingerprint(), settings.rebuild());
        return new LinkSender(outbox, sent, (target, record) -> forward(target, record, part.links()));
    }

    /**
     * Decides which version of an event counts, and keeps it in the ledger; the figures change by the difference.
     *
     * @param key of the record: the id
     * @param asOf minutes since the epoch, UTC
     */
    void settle(byte[] key, Decoded.Accepted accepted, long asOf) {
        Identity id = Identities.of(key);
        Optional<Entry> before = ledger.get(id);
        if (before.isEmpty()) {
            counters.onFirstOfId();
        } else if (before.get().version().conflictsWith(accepted.version())) {
            counters.onConflict();
        }
        if (before.isPresent() && before.get().version().compareTo(accepted.version()) >= 0) {
            return;
        }
        ledger.put(id, new Entry(accepted.version(), accepted.event()));
        Optional<Event> old = before.flatMap(Entry::event);
        if (old.equals(accepted.event())) {
            return;
        }
        List<? extends Event> counted = counted(id, old);
        List<? extends Event> now = counted(id, accepted.event());
        counted.forEach(event -> preAggregator.subtract(event, asOf));
        now.forEach(event -> preAggregator.add(event, asOf));
        links.replaced(key, counted, now);
    }

    private List<? extends Event> counted(Identity id, Optional<Event> event) {
        return event.isPresent() ? links.counted(id, event.get()) : List.of();
    }

    /** @param asOf minutes since the epoch, UTC */
    void takeLinks(byte[] record, long asOf) {
        links.take(
                record,
                new Fulfilment.Figures(
                        event -> preAggregator.subtract(event, asOf), event -> preAggregator.add(event, asOf)));
    }

    /** Cells waiting to be sent. */
    int cells() {
        return preAggregator.cells();
    }

    void sendLinks() {
        links.send();
    }

    /** @param asOf see {@link PreAggregator#sendDeltaBatches} */
    void sendDeltaBatches(long asOf) {
        preAggregator.sendDeltaBatches(
                deltaBatches, asOf, (target, changes) -> forward(target, changes, part.deltas()));
    }

    /** What this commit changes in the worklist. */
    Worklist worklist() {
        return worklist;
    }

    private void forward(int target, byte[] batch, String node) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(target).array();
        context.forward(new Record<>(key, batch, context.currentSystemTimeMs()), node);
    }

    /** The last delta batch sent, by partition of the windows. */
    List<LastBatch> deltaBatchesSent() {
        return List.of(deltaBatchesSent);
    }

    /** The last record of links sent, by partition of the commitments. */
    List<LastBatch> linksSent() {
        return List.of(linksSent);
    }

    /** The last record of links taken, by sender. */
    SortedMap<String, LastBatch> linksTaken() {
        return linksTaken.bySender();
    }
}
