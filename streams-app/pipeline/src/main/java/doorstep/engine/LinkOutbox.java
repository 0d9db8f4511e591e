// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.BatchSequencer;
import doorstep.link.LinkChange;
import doorstep.link.LinkEntries;
import doorstep.link.LinkEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Buffers changes of link entries in memory until they are sent, in the same transaction. */
public final class LinkOutbox {
    /** Takes encoded records. */
    public interface Receiver {
        void accept(int partition, byte[] record);
    }

    private final LinkEntries linkEntries;
    private final int partitions;
    private final SortedMap<Integer, List<LinkRecord.Packer>> waiting = new TreeMap<>();

    /** @param partitions of the commitments */
    public LinkOutbox(Catalogue catalogue, int partitions) {
        linkEntries = new LinkEntries(catalogue);
        this.partitions = partitions;
    }

    /**
     * Removes the link entries of an event's old version, and adds those of the new one.
     *
     * @param id of the event, UTF-8
     */
    public void replace(byte[] id, Optional<Event> before, Optional<Event> after) {
        List<LinkEntry> old = before.map(event -> linkEntries.of(id, event)).orElse(List.of());
        List<LinkEntry> now = after.map(event -> linkEntries.of(id, event)).orElse(List.of());
        List<LinkChange> changes = LinkChange.between(old, now);
        changes.forEach(this::beginRecordIfFull); // before the first is added: they are taken in one commit
        changes.forEach(change -> last(change).add(change.linkEntry(), change.comes()));
    }

    private void beginRecordIfFull(LinkChange change) {
        if (last(change).size() >= BatchHeader.FULL_RECORD_BYTES) {
            waiting.get(partition(change)).add(new LinkRecord.Packer());
        }
    }

    private LinkRecord.Packer last(LinkChange change) {
        List<LinkRecord.Packer> packers =
                waiting.computeIfAbsent(partition(change), p -> new ArrayList<>(List.of(new LinkRecord.Packer())));
        return packers.get(packers.size() - 1);
    }

    private int partition(LinkChange change) {
        return LinkEntry.target(change.linkEntry().key()).partition(partitions);
    }

    /**
     * Sends all pending changes.
     *
     * @param sent the last link record sent to each partition; updated here
     */
    public void send(BatchSequencer sent, Receiver receiver) {
        waiting.forEach((partition, packers) ->
                packers.forEach(packer -> receiver.accept(partition, sent.next(partition, packer::seal))));
        waiting.clear();
    }
}
