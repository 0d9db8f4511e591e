// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Minutes;
import doorstep.integrity.LastBatch;
import doorstep.integrity.ReadPosition;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Progress of one input partition.
 *
 * @param read position in the input topic
 * @param beginsAt the first offset that the topic still had when reading began
 * @param asOf minutes since the epoch, UTC; {@code Long.MIN_VALUE} before the first record
 * @param deltaBatchesSent the last delta batch sent, by partition of the windows
 * @param linksSent the last record of links sent, by partition of the commitments; {@link LastBatch#NONE} in the part
 *     that takes links
 * @param linksTaken the last record of links taken, by sender; empty in parts that send links
 * @param linksRead positions, by the topic that links come through
 * @param open rows of the worklist that were sent and not deleted, by kind; empty in parts that send links
 */
record InputState(
        ReadPosition read,
        long beginsAt,
        InputCounts counts,
        long asOf,
        List<LastBatch> deltaBatchesSent,
        List<LastBatch> linksSent,
        SortedMap<String, LastBatch> linksTaken,
        SortedMap<String, ReadPosition> linksRead,
        SortedMap<String, Long> open) {

    static final int FORMAT = 3; // 1 had the next offset only, 2 no worklist
    private static final long NO_AS_OF = Long.MIN_VALUE;

    InputState {
        deltaBatchesSent = List.copyOf(deltaBatchesSent);
        linksSent = List.copyOf(linksSent);
        linksTaken = Collections.unmodifiableSortedMap(new TreeMap<>(linksTaken));
        linksRead = Collections.unmodifiableSortedMap(new TreeMap<>(linksRead));
        open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    }

    /**
     * The state of a task that has read nothing.
     *
     * @param partitions of the windows and of the commitments
     */
    static InputState empty(int partitions) {
        List<LastBatch> none = Collections.nCopies(partitions, LastBatch.NONE);
        return new InputState(
                ReadPosition.NONE,
                0,
                InputCounts.NONE,
                NO_AS_OF,
                none,
                none,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeByte(FORMAT);
        read.writeTo(out);
        counts.writeTo(out);
        out.writeZigzag(asOf).writeVarint(deltaBatchesSent.size());
        deltaBatchesSent.forEach(last -> last.writeTo(out));
        linksSent.forEach(last -> last.writeTo(out));
        out.writeVarint(linksTaken.size());
        linksTaken.forEach((sender, last) -> last.writeTo(out.writeString(sender)));
        ReadPosition.writeAll(linksRead, out);
        out.writeVarint(beginsAt).writeVarint(open.size());
        open.forEach((kind, rows) -> out.writeString(kind).writeVarint(rows));
        return out.toBytes();
    }

    /** @throws RefusedException OLD_STATE */
    static InputState fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        RefusedException.requireFormat(in.readByte(), FORMAT, "the state of an input partition");
        ReadPosition read = ReadPosition.readFrom(in);
        InputCounts counts = InputCounts.readFrom(in);
        long asOf = in.readZigzag();
        int partitions = in.readInt();
        List<LastBatch> deltaBatchesSent = readBatches(in, partitions);
        List<LastBatch> linksSent = readBatches(in, partitions);
        SortedMap<String, LastBatch> linksTaken = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            linksTaken.put(in.readString(), LastBatch.readFrom(in));
        }
        SortedMap<String, ReadPosition> linksRead = ReadPosition.readAll(in);
        long beginsAt = in.readVarint();
        SortedMap<String, Long> open = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            open.put(in.readString(), in.readVarint());
        }
        return new InputState(read, beginsAt, counts, asOf, deltaBatchesSent, linksSent, linksTaken, linksRead, open);
    }

    private static List<LastBatch> readBatches(ByteReader in, int partitions) {
        List<LastBatch> batches = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) {
            batches.add(LastBatch.readFrom(in));
        }
        return batches;
    }

    Progress toProgress(String part, int partition) {
        return Progress.newBuilder()
                .setPart(part)
                .setPartition(partition)
                .setReceived(counts.received())
                .setRejected(counts.rejected())
                .setCurrent(counts.current())
                .setRepeated(counts.repeated())
                .setConflicts(counts.conflicts())
                .setNextOffset(read.next())
                .setBeginsAt(beginsAt == 0 ? null : beginsAt)
                .setDeltaBatchesSent(numbers(deltaBatchesSent))
                .setLinksSent(numbers(linksSent))
                .setLinksTaken(SequenceNumbers.numbers(linksTaken))
                .setOpen(open)
                .setAsOf(asOf == NO_AS_OF ? null : Minutes.start(asOf))
                .build();
    }

    private static List<Long> numbers(List<LastBatch> batches) {
        return batches.stream().map(LastBatch::number).toList();
    }
}
