package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.family.Breakdowns;
import doorstep.family.Contribution;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up contributions per leaf unit until they are handed over, so that many events of a unit cost the windows one
 * change. Unit prefixes come in at the hand-over: their cost is per cell, not per event.
 *
 * <p>The store (time and cell of a leaf unit → tally) is what a crash leaves intact: an event and what it adds become
 * durable in one transaction, whenever the hand-over happens.
 */
public final class Combine {
    /** What is older is told apart by local day only. Windows by minute reach back 24 hours; the rest is for skew. */
    static final long FINE_MINUTES = 48 * 60;
    /** A record of the hand-over topic; far below the broker's limit of 1 MB. */
    private static final int MAX_RECORD_BYTES = 256 << 10;

    /** Takes the packed hand-overs of one round. */
    public interface Receiver {
        void accept(int partition, byte[] handOver);
    }

    private final KeyValueStore<Bytes, byte[]> pending;
    private final Families families;
    private final Breakdowns breakdowns;
    private final OrgCalendar calendar;
    private final int partitions;
    private final ByteWriter out = new ByteWriter();
    private long cells;

    /** @param partitions of the windows */
    public Combine(
            KeyValueStore<Bytes, byte[]> pending,
            Families families,
            Breakdowns breakdowns,
            OrgCalendar calendar,
            int partitions) {
        this.pending = pending;
        this.families = families;
        this.breakdowns = breakdowns;
        this.calendar = calendar;
        this.partitions = partitions;
        try (KeyValueIterator<Bytes, byte[]> all = pending.all()) {
            while (all.hasNext()) {
                all.next();
                cells++;
            }
        }
    }

    /** Cells waiting to be handed over. */
    public long cells() {
        return cells;
    }

    public void add(Event event, long asOf) {
        change(event, asOf, true);
    }

    public void subtract(Event event, long asOf) {
        change(event, asOf, false);
    }

    private void change(Event event, long asOf, boolean add) {
        List<Slice> slices = null;
        for (Family family : families.all()) {
            List<Contribution> contributions = family.contributionsOf(event);
            if (contributions.isEmpty()) {
                continue;
            }
            if (slices == null) {
                slices = breakdowns.slicesOf(event);
            }
            for (Contribution contribution : contributions) {
                EventTime time = timeOf(contribution.minute(), asOf);
                Tally tally = add ? contribution.tally() : Tally.ZERO.minus(contribution.tally());
                if (family.rootOnly()) {
                    add(time, new Cell(family.code(), TreePath.ROOT, Slice.TOTAL, contribution.facet()), tally);
                    continue;
                }
                for (Slice slice : slices) {
                    Cell cell = new Cell(family.code(), event.unit().text(), slice, contribution.facet());
                    add(time, cell, tally);
                }
            }
        }
    }

    private EventTime timeOf(long minute, long asOf) {
        return minute > asOf - FINE_MINUTES ? EventTime.minute(minute) : EventTime.day(calendar.dayOf(minute));
    }

    private void add(EventTime time, Cell cell, Tally tally) {
        out.reset();
        time.writeTo(out);
        cell.writeTo(out);
        Bytes key = Bytes.wrap(out.toBytes());
        byte[] before = pending.get(key);
        Tally sum =
                before == null ? tally : Tally.readFrom(new ByteReader(before)).plus(tally);
        if (sum.isZero()) {
            if (before != null) {
                pending.delete(key);
                cells--;
            }
            return;
        }
        if (before == null) {
            cells++;
        }
        out.reset();
        sum.writeTo(out);
        pending.put(key, out.toBytes());
    }

    /**
     * Empties the store: every cell goes, under each prefix of its unit, to the partition of that prefix.
     *
     * @param sender {@code part/partition}
     * @param numbers number of the last hand-over to each partition; counted on here
     * @param asOf the latest as-of that any pending time was coarsened against
     */
    public void handOver(String sender, long[] numbers, long asOf, Receiver receiver) {
        if (cells == 0) {
            return;
        }
        Map<Change, Tally> expanded = new LinkedHashMap<>();
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = pending.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                keys.add(entry.key);
                ByteReader in = new ByteReader(entry.key.get());
                EventTime time = EventTime.readFrom(in);
                Cell leaf = Cell.readFrom(in);
                Tally tally = Tally.readFrom(new ByteReader(entry.value));
                expanded.merge(new Change(time, leaf.withUnit(TreePath.ROOT)), tally, Tally::plus);
                if (!leaf.unit().equals(TreePath.ROOT)) {
                    for (String prefix : TreePath.prefixes(leaf.unit())) {
                        expanded.merge(new Change(time, leaf.withUnit(prefix)), tally, Tally::plus);
                    }
                }
            }
        }
        keys.forEach(pending::delete);
        cells = 0;
        send(expanded, sender, numbers, asOf, receiver);
    }

    private record Change(EventTime time, Cell cell) {}

    private void send(Map<Change, Tally> changes, String sender, long[] numbers, long asOf, Receiver receiver) {
        SortedMap<Integer, HandOver.Packer> packers = new TreeMap<>();
        changes.forEach((change, tally) -> {
            if (tally.isZero()) {
                return;
            }
            int partition = partitionOf(change.cell().unit(), partitions);
            HandOver.Packer packer = packers.computeIfAbsent(partition, p -> new HandOver.Packer());
            packer.add(change.time(), change.cell(), tally);
            if (packer.size() >= MAX_RECORD_BYTES) {
                receiver.accept(partition, packer.seal(sender, ++numbers[partition], asOf));
            }
        });
        packers.forEach((partition, packer) -> {
            if (packer.size() > 0) {
                receiver.accept(partition, packer.seal(sender, ++numbers[partition], asOf));
            }
        });
    }

    /** The partition of the windows that keeps a unit prefix: murmur2 of its UTF-8 form, as Kafka's partitioner does. */
    static int partitionOf(String unit, int partitions) {
        return Utils.toPositive(Utils.murmur2(unit.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
