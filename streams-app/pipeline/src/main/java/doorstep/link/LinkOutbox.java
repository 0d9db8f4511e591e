package doorstep.link;

import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.BatchSequencer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Mentions that wait to be sent, in memory: whoever adds some sends them in the same transaction. */
public final class LinkOutbox {
    /** Takes packed records. */
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
     * What an id mentions goes, and other mentions come.
     *
     * @param id of the event, UTF-8
     */
    public void replace(byte[] id, Optional<Event> before, Optional<Event> after) {
        List<LinkEntry> old = before.map(event -> linkEntries.of(id, event)).orElse(List.of());
        List<LinkEntry> now = after.map(event -> linkEntries.of(id, event)).orElse(List.of());
        for (int i = old.size() - 1; i >= 0; i--) {
            if (!now.contains(old.get(i))) {
                add(old.get(i), false);
            }
        }
        for (int i = 0; i < now.size(); i++) {
            if (!old.contains(now.get(i))) {
                add(now.get(i), true);
            }
        }
    }

    private void add(LinkEntry linkEntry, boolean comes) {
        int partition = LinkEntry.target(linkEntry.key()).partition(partitions);
        List<LinkRecord.Packer> packers = waiting.computeIfAbsent(partition, p -> new ArrayList<>());
        if (packers.isEmpty() || packers.get(packers.size() - 1).size() >= BatchHeader.FULL_RECORD_BYTES) {
            packers.add(new LinkRecord.Packer());
        }
        packers.get(packers.size() - 1).add(linkEntry, comes);
    }

    /**
     * Sends all of them.
     *
     * @param sent records of links to each partition; counted on here
     */
    public void send(BatchSequencer sent, Receiver receiver) {
        waiting.forEach((partition, packers) ->
                packers.forEach(packer -> receiver.accept(partition, sent.next(partition, packer::seal))));
        waiting.clear();
    }
}
